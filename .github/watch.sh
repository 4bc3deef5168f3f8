#!/usr/bin/env bash
# Captures every document that is due, and puts what came of it before people:
#   - one pull request for each document whose text is another, with what that does to the provisions as its body;
#   - one pull request for all that show the same text as before (only `seen_until` moved);
#   - one issue, labelled capture-failed, for each document that was not captured; it is closed when one is again.
# Needs: a clean checkout of main with its remote `origin`; `atlas`, `git`, `gh` and `python3`; GH_TOKEN for `gh`.
# A pull request that is still open is added to; one from a fork is none of ours, whatever its branch is called. Branches
# `watch/*` belong to this script: one that was left without a pull request is begun anew. A document at which something
# fails leaves the others alone. Ends with 1 when a command could not run at all.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
main=$(git rev-parse HEAD)
label=capture-failed
status=0

field() { # a value of the last capture's outcome, '' when there is none
  python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]] or "")' "$work/outcome.json" "$1"
}

open_pull() { # the number of the open pull request from a branch, '' when there is none
  gh pr list --head "$1" --state open --json number,isCrossRepository \
    --jq '[.[] | select(.isCrossRepository | not)][0].number // empty'
}

open_issue() { # the number of the open issue of that title, '' when there is none
  TITLE=$1 gh issue list --label "$label" --state open --limit 500 --json number,title \
    --jq '[.[] | select(.title == env.TITLE)][0].number // empty'
}

labelled() { # the labels are there
  local name
  for name in "$@"; do gh label create "$name" --force --color C5DEF5; done
}

start() { # the branch $1 at its open pull request $2, or anew from main
  if [ -n "$2" ]; then
    git fetch --quiet origin "refs/heads/$1"
    git switch --quiet --force-create "$1" FETCH_HEAD
  else
    git switch --quiet --force-create "$1" "$main"
  fi
}

publish() { # commits content on the branch $1 as $2, and opens a pull request with the body in $4, or adds to $3
  git add content
  git commit --quiet --message "$2"
  if git merge-base --is-ancestor "$main" HEAD && [ "$(git rev-list --count "$main..HEAD")" = 1 ]; then
    git push --quiet --force origin "HEAD:refs/heads/$1" # begun anew from main
  else
    git push --quiet origin "HEAD:refs/heads/$1" # what people committed meanwhile stays: it is refused then
  fi
  if [ -n "$3" ]; then
    gh pr comment "$3" --body-file "$4"
  else
    labelled capture
    gh pr create --head "$1" --base main --title "$2" --body-file "$4" --label capture
  fi
}

captured() { # a document with a text that is another
  publish "$2" "$(field title)" "$3" "$work/report.md"
}

unchanged() { # a document that shows the same text: set aside for the one pull request, or onto its own open one
  local sheet="content/platform/$1/captures.yaml"
  if git diff --quiet -- content; then return; fi
  if [ -n "$3" ]; then
    publish "$2" "$1: seen again" "$3" "$work/report.md"
  else
    mkdir -p "$work/seen/$1"
    cp "$sheet" "$work/seen/$1/captures.yaml"
  fi
}

failed() { # a document that was not captured
  local title="Not captured: $1" kind number
  kind=$(field failure)
  number=$(open_issue "$title")
  if [ -n "$number" ]; then return; fi
  {
    cat "$work/report.md"
    printf '\nLook at the page, then run `atlas capture %s`, which says what can be done.\n' "$1"
    printf 'This issue is closed when the document is captured again.\n'
  } >"$work/body.md"
  labelled "$label" "capture-${kind:-doubtful}"
  gh issue create --title "$title" --label "$label" --label "capture-${kind:-doubtful}" --body-file "$work/body.md"
}

mended() { # a document that had failed, and is captured again
  local number
  number=$(open_issue "Not captured: $1")
  if [ -n "$number" ]; then gh issue close "$number" --comment "Captured again."; fi
}

one() { # captures one document
  local document=$1 branch="watch/${1/\//--}" pull outcome code=0
  pull=$(open_pull "$branch")
  if [ -n "$pull" ] && ! git ls-remote --quiet --exit-code origin "refs/heads/$branch" >/dev/null; then pull=; fi
  start "$branch" "$pull"
  atlas capture "$document" --archive --format json --report "$work/report.md" >"$work/outcome.json" || code=$?
  if [ "$code" -gt 1 ]; then return 1; fi
  outcome=$(field outcome)
  case $outcome in
    captured | returned) captured "$document" "$branch" "$pull" ;;
    unchanged) unchanged "$document" "$branch" "$pull" ;;
    *) failed "$document" ;;
  esac
  case $outcome in captured | returned | unchanged) mended "$document" ;; esac
}

seen_again() { # one pull request for all that were only seen again
  local branch=watch/seen-again pull count
  if [ ! -d "$work/seen" ]; then return; fi
  pull=$(open_pull "$branch")
  git switch --quiet --force-create "$branch" "$main" # the newest looks stand for those before
  cp -R "$work/seen/." content/platform/
  count=$(find "$work/seen" -name captures.yaml | wc -l | tr -d ' ')
  {
    printf 'The same text as before; only `seen_until` moves.\n\n'
    (cd "$work/seen" && find . -name captures.yaml | sort | sed 's|^\./\(.*\)/captures.yaml$|- `\1`|')
  } >"$work/body.md"
  publish "$branch" "Seen again: $count documents" "$pull" "$work/body.md"
}

due=$(atlas status --due --format names)
for document in $due; do
  git switch --quiet --detach "$main"
  set +e
  (set -e && one "$document")
  [ $? -eq 0 ] || status=1
  set -e
  git reset --quiet --hard
  git clean --quiet --force -d content
done
seen_again
git switch --quiet --detach "$main"
exit "$status"
