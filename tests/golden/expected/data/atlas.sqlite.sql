BEGIN TRANSACTION;
CREATE TABLE about ("fact" TEXT PRIMARY KEY NOT NULL, "value" TEXT NOT NULL);
INSERT INTO "about" VALUES('title','Golden Atlas');
INSERT INTO "about" VALUES('dataset_version','66e166e4e23608b5');
INSERT INTO "about" VALUES('as_of','2026-04-23');
INSERT INTO "about" VALUES('url','https://golden.example/atlas/data/');
INSERT INTO "about" VALUES('licence','CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/; quoted texts belong to their owners');
CREATE TABLE "action_scopes" (
  "provision" TEXT NOT NULL,
  "action" INTEGER NOT NULL,
  "part" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "is_excepted" INTEGER NOT NULL CHECK ("is_excepted" IN (0, 1)),
  PRIMARY KEY ("provision", "action", "part", "value", "is_excepted"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("provision", "action") REFERENCES "actions" ("provision", "action")
);
CREATE TABLE "actions" (
  "provision" TEXT NOT NULL,
  "action" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "steps" TEXT,
  "href" TEXT,
  "address" TEXT,
  "deadline_amount" REAL,
  "deadline_unit" TEXT,
  "deadline_from" TEXT,
  "effect" TEXT,
  "checked_on" TEXT,
  "result" TEXT,
  PRIMARY KEY ("provision", "action"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision")
);
INSERT INTO "actions" VALUES('acorn/terms/training-unless-you-object',1,'setting','Object','Open *Settings* and switch **Training** off.','https://acorn.example/settings',NULL,NULL,NULL,NULL,'Later chats are not used.','2026-04-22','It works.');
CREATE TABLE "agencies" (
  "agency" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "short_title" TEXT,
  "jurisdiction" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "href" TEXT,
  "complaint_href" TEXT,
  "body" TEXT,
  "retired_on" TEXT,
  "url" TEXT NOT NULL,
  PRIMARY KEY ("agency"),
  FOREIGN KEY ("jurisdiction") REFERENCES "jurisdictions" ("jurisdiction")
);
INSERT INTO "agencies" VALUES('watchdog','Data Watchdog',NULL,'DE','supervises',NULL,'https://watchdog.example/complain','It supervises, in this story.',NULL,'https://golden.example/atlas/agency/watchdog/');
CREATE TABLE "agency_jurisdictions" (
  "agency" TEXT NOT NULL,
  "jurisdiction" TEXT NOT NULL,
  PRIMARY KEY ("agency", "jurisdiction"),
  FOREIGN KEY ("agency") REFERENCES "agencies" ("agency"),
  FOREIGN KEY ("jurisdiction") REFERENCES "jurisdictions" ("jurisdiction")
);
INSERT INTO "agency_jurisdictions" VALUES('watchdog','DE');
CREATE TABLE "agency_regulations" (
  "agency" TEXT NOT NULL,
  "regulation" TEXT NOT NULL,
  PRIMARY KEY ("agency", "regulation"),
  FOREIGN KEY ("agency") REFERENCES "agencies" ("agency"),
  FOREIGN KEY ("regulation") REFERENCES "regulations" ("regulation")
);
INSERT INTO "agency_regulations" VALUES('watchdog','data-act');
CREATE TABLE "answer_scopes" (
  "provision" TEXT NOT NULL,
  "variant" INTEGER NOT NULL,
  "part" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "is_excepted" INTEGER NOT NULL CHECK ("is_excepted" IN (0, 1)),
  PRIMARY KEY ("provision", "variant", "part", "value", "is_excepted"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("provision", "variant") REFERENCES "answers" ("provision", "variant")
);
INSERT INTO "answer_scopes" VALUES('acorn/privacy/kept-as-long-as-needed',0,'audience','individuals',0);
INSERT INTO "answer_scopes" VALUES('acorn/privacy/kept-as-long-as-needed',0,'audience','businesses',0);
INSERT INTO "answer_scopes" VALUES('acorn/privacy/kept-as-long-as-needed',0,'region','world',0);
INSERT INTO "answer_scopes" VALUES('acorn/terms/training-in-every-case',0,'audience','individuals',0);
INSERT INTO "answer_scopes" VALUES('acorn/terms/training-in-every-case',0,'region','EU',0);
INSERT INTO "answer_scopes" VALUES('acorn/terms/training-unless-you-object',0,'audience','individuals',0);
INSERT INTO "answer_scopes" VALUES('acorn/terms/training-unless-you-object',0,'region','EU',0);
INSERT INTO "answer_scopes" VALUES('acorn/terms/training-unless-you-object',0,'plan','free',0);
INSERT INTO "answer_scopes" VALUES('acorn/terms/training-unless-you-object',1,'audience','individuals',0);
INSERT INTO "answer_scopes" VALUES('acorn/terms/training-unless-you-object',1,'region','EU',0);
INSERT INTO "answer_scopes" VALUES('acorn/terms/training-unless-you-object',1,'plan','pro',0);
INSERT INTO "answer_scopes" VALUES('acorn/terms/deleted-within-sixty-days',0,'audience','individuals',0);
INSERT INTO "answer_scopes" VALUES('acorn/terms/deleted-within-sixty-days',0,'region','EU',0);
INSERT INTO "answer_scopes" VALUES('birch/terms/kept-while-open',0,'audience','individuals',0);
INSERT INTO "answer_scopes" VALUES('birch/terms/kept-while-open',0,'region','world',0);
INSERT INTO "answer_scopes" VALUES('birch/terms/kept-while-open',0,'condition','signed in',0);
INSERT INTO "answer_scopes" VALUES('birch/terms/never-trains',0,'audience','individuals',0);
INSERT INTO "answer_scopes" VALUES('birch/terms/never-trains',0,'region','world',0);
INSERT INTO "answer_scopes" VALUES('birch/terms/never-trains',0,'condition','signed in',0);
CREATE TABLE "answer_values" (
  "provision" TEXT NOT NULL,
  "variant" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "amount" REAL NOT NULL,
  "unit" TEXT NOT NULL,
  "per" TEXT,
  "note" TEXT,
  PRIMARY KEY ("provision", "variant", "number"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("provision", "variant") REFERENCES "answers" ("provision", "variant")
);
INSERT INTO "answer_values" VALUES('acorn/terms/deleted-within-sixty-days',0,1,60.0,'day',NULL,'backups take longer');
CREATE TABLE "answers" (
  "provision" TEXT NOT NULL,
  "variant" INTEGER NOT NULL,
  "clause_type" TEXT NOT NULL,
  "answer" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "note" TEXT,
  PRIMARY KEY ("provision", "variant"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type"),
  FOREIGN KEY ("clause_type", "answer") REFERENCES "answers_of_clause_types" ("clause_type", "answer")
);
INSERT INTO "answers" VALUES('acorn/privacy/kept-as-long-as-needed',0,'retention','as-needed','medium',NULL);
INSERT INTO "answers" VALUES('acorn/terms/training-in-every-case',0,'training','always','high',NULL);
INSERT INTO "answers" VALUES('acorn/terms/training-unless-you-object',0,'training','opt-out','medium',NULL);
INSERT INTO "answers" VALUES('acorn/terms/training-unless-you-object',1,'training','never','none','said on the page of prices');
INSERT INTO "answers" VALUES('acorn/terms/deleted-within-sixty-days',0,'retention','fixed','low',NULL);
INSERT INTO "answers" VALUES('birch/terms/kept-while-open',0,'retention','as-needed','none',NULL);
INSERT INTO "answers" VALUES('birch/terms/never-trains',0,'training','never','protective',NULL);
CREATE TABLE "answers_of_clause_types" (
  "clause_type" TEXT NOT NULL,
  "answer" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "tone" TEXT NOT NULL,
  "is_present" INTEGER NOT NULL CHECK ("is_present" IN (0, 1)),
  "since" TEXT,
  "retired_on" TEXT,
  "replaced_by" TEXT,
  PRIMARY KEY ("clause_type", "answer"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type")
);
INSERT INTO "answers_of_clause_types" VALUES('retention','fixed','For a stated time','good',1,NULL,NULL,NULL);
INSERT INTO "answers_of_clause_types" VALUES('retention','as-needed','As long as needed','neutral',1,NULL,NULL,NULL);
INSERT INTO "answers_of_clause_types" VALUES('retention','unclear','Can be read two ways','neutral',1,NULL,NULL,NULL);
INSERT INTO "answers_of_clause_types" VALUES('retention','mixed','Differs by scope, none is main','neutral',1,NULL,NULL,NULL);
INSERT INTO "answers_of_clause_types" VALUES('training','never','Never','good',0,NULL,NULL,NULL);
INSERT INTO "answers_of_clause_types" VALUES('training','opt-out','Unless you opt out','neutral',1,NULL,NULL,NULL);
INSERT INTO "answers_of_clause_types" VALUES('training','always','Always','bad',1,NULL,NULL,NULL);
INSERT INTO "answers_of_clause_types" VALUES('training','unclear','Can be read two ways','neutral',1,NULL,NULL,NULL);
INSERT INTO "answers_of_clause_types" VALUES('training','mixed','Differs by scope, none is main','neutral',1,NULL,NULL,NULL);
CREATE TABLE "archives" (
  "archive" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "href" TEXT NOT NULL,
  "licence" TEXT NOT NULL,
  "attribution" TEXT NOT NULL,
  "keeps" TEXT NOT NULL,
  PRIMARY KEY ("archive")
);
INSERT INTO "archives" VALUES('shelf','The Shelf','https://shelf.example','CC0-1.0','Readers of the Shelf','every-look');
CREATE TABLE "articles" (
  "regulation" TEXT NOT NULL,
  "article" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "applies_from" TEXT,
  PRIMARY KEY ("regulation", "article"),
  FOREIGN KEY ("regulation") REFERENCES "regulations" ("regulation")
);
INSERT INTO "articles" VALUES('data-act','9','Objection',NULL);
CREATE TABLE "capture_pages" (
  "document" TEXT NOT NULL,
  "captured_at" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "href" TEXT NOT NULL,
  "final_href" TEXT,
  "http_status" INTEGER,
  "media_type" TEXT,
  "archive_href" TEXT,
  "original_sha256" TEXT,
  "original_url" TEXT,
  PRIMARY KEY ("document", "captured_at", "number"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("document", "captured_at") REFERENCES "captures" ("document", "captured_at")
);
INSERT INTO "capture_pages" VALUES('acorn/terms','2026-01-10T08:00:00Z',1,'https://acorn.example/terms',NULL,200,'text/html','https://shelf.example/1','29d6cb1651843026a0670d16fe09bacf19cb073827073aaf9d5de93b4bdfe089','https://golden.example/atlas/platform/acorn/terms/original/2026-01-10T080000Z-1.html.txt');
CREATE TABLE "captures" (
  "document" TEXT NOT NULL,
  "captured_at" TEXT NOT NULL,
  "stamp" TEXT NOT NULL,
  "run" INTEGER,
  "seen_until" TEXT,
  "tool" TEXT,
  "archive" TEXT,
  "archive_href" TEXT,
  "is_reread" INTEGER NOT NULL CHECK ("is_reread" IN (0, 1)),
  "url" TEXT NOT NULL,
  PRIMARY KEY ("document", "captured_at"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("archive") REFERENCES "archives" ("archive"),
  FOREIGN KEY ("document", "stamp") REFERENCES "texts" ("document", "stamp"),
  FOREIGN KEY ("document", "run") REFERENCES "runs" ("document", "run")
);
INSERT INTO "captures" VALUES('acorn/privacy','2026-01-11T08:00:00Z','2026-01-11T080000Z',NULL,NULL,NULL,NULL,NULL,0,'https://golden.example/atlas/platform/acorn/privacy/text/2026-01-11T080000Z/');
INSERT INTO "captures" VALUES('acorn/privacy','2026-03-11T08:00:00Z','2026-03-11T080000Z',0,NULL,NULL,NULL,NULL,0,'https://golden.example/atlas/platform/acorn/privacy/text/2026-03-11T080000Z/');
INSERT INTO "captures" VALUES('acorn/terms','2026-01-10T08:00:00Z','2026-01-10T080000Z',0,'2026-02-03T08:00:00Z','by hand','shelf','https://shelf.example/1',0,'https://golden.example/atlas/platform/acorn/terms/text/2026-01-10T080000Z/');
INSERT INTO "captures" VALUES('acorn/terms','2026-02-10T08:00:00Z','2026-02-10T080000Z',1,NULL,NULL,NULL,NULL,0,'https://golden.example/atlas/platform/acorn/terms/text/2026-02-10T080000Z/');
INSERT INTO "captures" VALUES('acorn/terms','2026-02-12T08:00:00Z','2026-01-10T080000Z',2,NULL,NULL,NULL,NULL,0,'https://golden.example/atlas/platform/acorn/terms/text/2026-02-12T080000Z/');
INSERT INTO "captures" VALUES('acorn/terms','2026-03-01T08:00:00Z','2026-03-01T080000Z',NULL,NULL,NULL,NULL,NULL,0,'https://golden.example/atlas/platform/acorn/terms/text/2026-03-01T080000Z/');
INSERT INTO "captures" VALUES('acorn/terms','2026-04-20T08:00:00Z','2026-04-20T080000Z',3,NULL,NULL,NULL,NULL,0,'https://golden.example/atlas/platform/acorn/terms/text/2026-04-20T080000Z/');
INSERT INTO "captures" VALUES('birch/terms','2026-02-01T09:30:00Z','2026-02-01T093000Z',0,NULL,NULL,NULL,NULL,0,'https://golden.example/atlas/platform/birch/terms/text/2026-02-01T093000Z/');
INSERT INTO "captures" VALUES('birch/terms','2026-04-01T09:30:00Z','2026-04-01T093000Z',1,NULL,NULL,NULL,NULL,0,'https://golden.example/atlas/platform/birch/terms/text/2026-04-01T093000Z/');
CREATE TABLE "categories" (
  "category" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "summary" TEXT NOT NULL,
  "order" INTEGER NOT NULL,
  "retired_on" TEXT,
  "url" TEXT NOT NULL,
  PRIMARY KEY ("category")
);
INSERT INTO "categories" VALUES('data-use','Data','What is done with what people write.',1,NULL,'https://golden.example/atlas/category/data-use/');
CREATE TABLE "clause_type_documents" (
  "clause_type" TEXT NOT NULL,
  "document_type" TEXT NOT NULL,
  PRIMARY KEY ("clause_type", "document_type"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type"),
  FOREIGN KEY ("document_type") REFERENCES "document_types" ("document_type")
);
INSERT INTO "clause_type_documents" VALUES('retention','terms');
INSERT INTO "clause_type_documents" VALUES('retention','privacy');
INSERT INTO "clause_type_documents" VALUES('training','terms');
INSERT INTO "clause_type_documents" VALUES('training','privacy');
CREATE TABLE "clause_type_regulations" (
  "clause_type" TEXT NOT NULL,
  "regulation" TEXT NOT NULL,
  PRIMARY KEY ("clause_type", "regulation"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type"),
  FOREIGN KEY ("regulation") REFERENCES "regulations" ("regulation")
);
INSERT INTO "clause_type_regulations" VALUES('training','data-act');
CREATE TABLE "clause_type_revisions" (
  "clause_type" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "on" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "recode" TEXT,
  PRIMARY KEY ("clause_type", "number"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type")
);
CREATE TABLE "clause_types" (
  "clause_type" TEXT NOT NULL,
  "category" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "question" TEXT NOT NULL,
  "value_kind" TEXT,
  "value_meaning" TEXT,
  "body" TEXT,
  "retired_on" TEXT,
  "url" TEXT NOT NULL,
  PRIMARY KEY ("clause_type"),
  FOREIGN KEY ("category") REFERENCES "categories" ("category")
);
INSERT INTO "clause_types" VALUES('retention','data-use','Retention','How long is my content kept?','duration','How long content is kept after deletion.','How long what people write is kept.',NULL,'https://golden.example/atlas/clause-type/retention/');
INSERT INTO "clause_types" VALUES('training','data-use','Training on content','Does the service train models on what I type?',NULL,NULL,'Whether what people write is used for training.',NULL,'https://golden.example/atlas/clause-type/training/');
CREATE TABLE "codes" (
  "list" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  PRIMARY KEY ("list", "code")
);
INSERT INTO "codes" VALUES('action_kind','setting','Setting');
INSERT INTO "codes" VALUES('action_kind','form','Form');
INSERT INTO "codes" VALUES('action_kind','email','Email');
INSERT INTO "codes" VALUES('action_kind','post','Post');
INSERT INTO "codes" VALUES('action_kind','information','Good to know');
INSERT INTO "codes" VALUES('agency_role','supervises','Supervises');
INSERT INTO "codes" VALUES('agency_role','prosecutes','Prosecutes');
INSERT INTO "codes" VALUES('agency_role','coordinates','Coordinates; takes no complaints');
INSERT INTO "codes" VALUES('audience','individuals','Individuals');
INSERT INTO "codes" VALUES('audience','businesses','Businesses');
INSERT INTO "codes" VALUES('audience','developers','Developers');
INSERT INTO "codes" VALUES('audience','public-sector','Public sector');
INSERT INTO "codes" VALUES('basis','explicit','The words say so');
INSERT INTO "codes" VALUES('basis','implied','It follows from the words');
INSERT INTO "codes" VALUES('cell','answered','Answered');
INSERT INTO "codes" VALUES('cell','needs-review','Needs review');
INSERT INTO "codes" VALUES('cell','absent','Absent');
INSERT INTO "codes" VALUES('cell','partly-reviewed','Partly reviewed');
INSERT INTO "codes" VALUES('cell','not-reviewed','Not reviewed');
INSERT INTO "codes" VALUES('cell','not-held','No such document held');
INSERT INTO "codes" VALUES('confidence','high','High confidence');
INSERT INTO "codes" VALUES('confidence','medium','Medium confidence');
INSERT INTO "codes" VALUES('confidence','low','Low confidence');
INSERT INTO "codes" VALUES('doubt','wording','The wording can be read in more than one way');
INSERT INTO "codes" VALUES('doubt','documents-conflict','The platform''s documents contradict each other');
INSERT INTO "codes" VALUES('doubt','incomplete-capture','The capture may not hold the whole document');
INSERT INTO "codes" VALUES('doubt','translation','The reading rests on a translation');
INSERT INTO "codes" VALUES('doubt','document-not-held','A document it refers to is not held here');
INSERT INTO "codes" VALUES('enforcer','authorities','Authorities');
INSERT INTO "codes" VALUES('enforcer','courts','Courts');
INSERT INTO "codes" VALUES('enforcer','both','Authorities and courts');
INSERT INTO "codes" VALUES('finding_kind','absent','No such clause');
INSERT INTO "codes" VALUES('finding_kind','refers-elsewhere','Stands in another document');
INSERT INTO "codes" VALUES('finding_kind','not-applicable','Could not stand in this document');
INSERT INTO "codes" VALUES('log_kind','correction','Correction');
INSERT INTO "codes" VALUES('log_kind','recoding','Recoding');
INSERT INTO "codes" VALUES('log_kind','update','Update');
INSERT INTO "codes" VALUES('log_kind','reply-considered','Reply considered');
INSERT INTO "codes" VALUES('match','exact','Exact: character for character as in the archived text');
INSERT INTO "codes" VALUES('match','whitespace','Same characters; white space differs');
INSERT INTO "codes" VALUES('match','typographic','Same words; quotation marks, dashes, links or markup differ');
INSERT INTO "codes" VALUES('origin','human','Written by people');
INSERT INTO "codes" VALUES('origin','machine','Drafted by a machine');
INSERT INTO "codes" VALUES('origin','machine-assisted','Drafted with a machine''s help');
INSERT INTO "codes" VALUES('party','contracting','Contracting party');
INSERT INTO "codes" VALUES('party','controller','Controller');
INSERT INTO "codes" VALUES('party','processor','Processor');
INSERT INTO "codes" VALUES('regulation_kind','statute','Statute');
INSERT INTO "codes" VALUES('regulation_kind','regulation','Regulation');
INSERT INTO "codes" VALUES('regulation_kind','directive','Directive');
INSERT INTO "codes" VALUES('regulation_kind','order','Order');
INSERT INTO "codes" VALUES('regulation_kind','guideline','Guideline');
INSERT INTO "codes" VALUES('regulation_status','in-force','In force');
INSERT INTO "codes" VALUES('regulation_status','partly-in-force','Partly in force');
INSERT INTO "codes" VALUES('regulation_status','adopted','Adopted, not yet in force');
INSERT INTO "codes" VALUES('regulation_status','proposed','Proposed');
INSERT INTO "codes" VALUES('regulation_status','repealed','Repealed');
INSERT INTO "codes" VALUES('relation','limits','Limits the clause');
INSERT INTO "codes" VALUES('relation','requires-disclosure','Requires disclosure');
INSERT INTO "codes" VALUES('relation','gives-right','Gives a right');
INSERT INTO "codes" VALUES('relation','backs','Backs the clause');
INSERT INTO "codes" VALUES('relation','named-in-document','Named in the document');
INSERT INTO "codes" VALUES('relies','incorporated','Makes part of itself');
INSERT INTO "codes" VALUES('relies','refers-to','Refers to');
INSERT INTO "codes" VALUES('replier','entity','the platform');
INSERT INTO "codes" VALUES('replier','authority','an authority');
INSERT INTO "codes" VALUES('replier','person','a reader');
INSERT INTO "codes" VALUES('severity','high','High');
INSERT INTO "codes" VALUES('severity','medium','Medium');
INSERT INTO "codes" VALUES('severity','low','Low');
INSERT INTO "codes" VALUES('severity','none','None');
INSERT INTO "codes" VALUES('severity','protective','Protective');
INSERT INTO "codes" VALUES('significance','substantive','Substantive');
INSERT INTO "codes" VALUES('significance','editorial','Editorial');
INSERT INTO "codes" VALUES('standing','live','Live');
INSERT INTO "codes" VALUES('standing','needs-review','Needs review');
INSERT INTO "codes" VALUES('standing','past','Past');
INSERT INTO "codes" VALUES('standing','withdrawn','Withdrawn');
INSERT INTO "codes" VALUES('standing','draft','Draft');
INSERT INTO "codes" VALUES('state','not-yet','Not yet in the text');
INSERT INTO "codes" VALUES('state','verbatim','Verbatim in the newest text');
INSERT INTO "codes" VALUES('state','moved','Verbatim, under another section');
INSERT INTO "codes" VALUES('state','reworded','Reworded, not yet judged');
INSERT INTO "codes" VALUES('state','not-found','Not found in the newest text');
INSERT INTO "codes" VALUES('state','partly','Partly in the newest text');
INSERT INTO "codes" VALUES('translator','official','Official translation');
INSERT INTO "codes" VALUES('translator','human','Our translation');
INSERT INTO "codes" VALUES('translator','machine','Machine translation');
INSERT INTO "codes" VALUES('unusable','error-page','Error page');
INSERT INTO "codes" VALUES('unusable','redirect','Redirected elsewhere');
INSERT INTO "codes" VALUES('unusable','consent-wall','Consent wall');
INSERT INTO "codes" VALUES('unusable','partial','Only part of the document');
INSERT INTO "codes" VALUES('unusable','other-page','Another page');
INSERT INTO "codes" VALUES('verdict','same','Same meaning');
INSERT INTO "codes" VALUES('verdict','changed','Meaning changed');
INSERT INTO "codes" VALUES('verdict','removed','Removed');
INSERT INTO "codes" VALUES('verdict','unclear','Unclear');
INSERT INTO "codes" VALUES('withdrawal','error','It was a mistake');
INSERT INTO "codes" VALUES('withdrawal','duplicate','It doubled another record');
INSERT INTO "codes" VALUES('withdrawal','legal','For legal reasons');
INSERT INTO "codes" VALUES('withdrawal','split','It was split');
INSERT INTO "codes" VALUES('withdrawal','out-of-scope','It was out of scope');
INSERT INTO "codes" VALUES('tone','good','Good for the reader');
INSERT INTO "codes" VALUES('tone','neutral','Neutral');
INSERT INTO "codes" VALUES('tone','bad','Bad for the reader');
INSERT INTO "codes" VALUES('surroundings','same','The section around the words reads as when quoted');
INSERT INTO "codes" VALUES('surroundings','changed','It changed since');
INSERT INTO "codes" VALUES('measure','duration','A duration');
INSERT INTO "codes" VALUES('measure','money','An amount of money');
INSERT INTO "codes" VALUES('measure','age','An age');
INSERT INTO "codes" VALUES('measure','count','A number');
INSERT INTO "codes" VALUES('keeps','every-look','Keeps every look');
INSERT INTO "codes" VALUES('keeps','changes-only','Keeps a capture only when the text changed');
INSERT INTO "codes" VALUES('offer','plan','A plan told apart');
INSERT INTO "codes" VALUES('offer','product','A product told apart');
INSERT INTO "codes" VALUES('scope_part','audience','Who');
INSERT INTO "codes" VALUES('scope_part','region','Where');
INSERT INTO "codes" VALUES('scope_part','plan','On which plan');
INSERT INTO "codes" VALUES('scope_part','product','For which product');
INSERT INTO "codes" VALUES('scope_part','condition','Under which condition, in words');
INSERT INTO "codes" VALUES('leaning','relies-on','Relies on');
INSERT INTO "codes" VALUES('leaning','prevails-over','Prevails over');
INSERT INTO "codes" VALUES('reading','read','A section that was read');
INSERT INTO "codes" VALUES('reading','searched','Words that were searched for');
INSERT INTO "codes" VALUES('signature','author','Wrote the analysis');
INSERT INTO "codes" VALUES('signature','reviewer','Reviewed it');
INSERT INTO "codes" VALUES('record_kind','entity','Platform');
INSERT INTO "codes" VALUES('record_kind','document','Document');
INSERT INTO "codes" VALUES('record_kind','provision','Provision');
INSERT INTO "codes" VALUES('record_kind','finding','Finding');
INSERT INTO "codes" VALUES('event_kind','added','Record added');
INSERT INTO "codes" VALUES('event_kind','answer-changed','Answer changed');
INSERT INTO "codes" VALUES('event_kind','severity-changed','Severity changed');
INSERT INTO "codes" VALUES('event_kind','document-changed','Document changed');
INSERT INTO "codes" VALUES('event_kind','words-reworded','Words reworded');
INSERT INTO "codes" VALUES('event_kind','words-not-found','Words not found');
INSERT INTO "codes" VALUES('event_kind','words-returned','Words back');
INSERT INTO "codes" VALUES('event_kind','judged','Judged');
INSERT INTO "codes" VALUES('event_kind','superseded','Superseded');
INSERT INTO "codes" VALUES('event_kind','withdrawn','Withdrawn');
INSERT INTO "codes" VALUES('event_kind','retired','Not followed any more');
INSERT INTO "codes" VALUES('event_kind','corrected','Corrected');
INSERT INTO "codes" VALUES('event_kind','replied','Reply');
CREATE TABLE "coverage" (
  "entity" TEXT NOT NULL,
  "audience" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "clause_type" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  PRIMARY KEY ("entity", "audience", "region", "clause_type"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity"),
  FOREIGN KEY ("region") REFERENCES "jurisdictions" ("jurisdiction"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type")
);
INSERT INTO "coverage" VALUES('acorn','individuals','EU','retention','answered');
INSERT INTO "coverage" VALUES('acorn','businesses','EU','retention','answered');
INSERT INTO "coverage" VALUES('acorn','developers','EU','retention','not-held');
INSERT INTO "coverage" VALUES('acorn','public-sector','EU','retention','not-held');
INSERT INTO "coverage" VALUES('acorn','individuals','EU','training','answered');
INSERT INTO "coverage" VALUES('acorn','businesses','EU','training','absent');
INSERT INTO "coverage" VALUES('acorn','developers','EU','training','not-held');
INSERT INTO "coverage" VALUES('acorn','public-sector','EU','training','not-held');
INSERT INTO "coverage" VALUES('birch','individuals','EU','retention','answered');
INSERT INTO "coverage" VALUES('birch','businesses','EU','retention','not-held');
INSERT INTO "coverage" VALUES('birch','developers','EU','retention','not-held');
INSERT INTO "coverage" VALUES('birch','public-sector','EU','retention','not-held');
INSERT INTO "coverage" VALUES('birch','individuals','EU','training','partly-reviewed');
INSERT INTO "coverage" VALUES('birch','businesses','EU','training','not-held');
INSERT INTO "coverage" VALUES('birch','developers','EU','training','not-held');
INSERT INTO "coverage" VALUES('birch','public-sector','EU','training','not-held');
CREATE TABLE "coverage_answers" (
  "entity" TEXT NOT NULL,
  "audience" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "clause_type" TEXT NOT NULL,
  "provision" TEXT NOT NULL,
  "variant" INTEGER NOT NULL,
  "answer" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  PRIMARY KEY ("entity", "audience", "region", "clause_type", "provision", "variant"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity"),
  FOREIGN KEY ("region") REFERENCES "jurisdictions" ("jurisdiction"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("entity", "audience", "region", "clause_type") REFERENCES "coverage" ("entity", "audience", "region", "clause_type"),
  FOREIGN KEY ("provision", "variant") REFERENCES "answers" ("provision", "variant"),
  FOREIGN KEY ("clause_type", "answer") REFERENCES "answers_of_clause_types" ("clause_type", "answer")
);
INSERT INTO "coverage_answers" VALUES('acorn','individuals','EU','retention','acorn/privacy/kept-as-long-as-needed',0,'as-needed','medium');
INSERT INTO "coverage_answers" VALUES('acorn','individuals','EU','retention','acorn/terms/deleted-within-sixty-days',0,'fixed','low');
INSERT INTO "coverage_answers" VALUES('acorn','businesses','EU','retention','acorn/privacy/kept-as-long-as-needed',0,'as-needed','medium');
INSERT INTO "coverage_answers" VALUES('acorn','individuals','EU','training','acorn/terms/training-unless-you-object',0,'opt-out','medium');
INSERT INTO "coverage_answers" VALUES('acorn','individuals','EU','training','acorn/terms/training-unless-you-object',1,'never','none');
INSERT INTO "coverage_answers" VALUES('birch','individuals','EU','retention','birch/terms/kept-while-open',0,'as-needed','none');
CREATE TABLE "coverage_findings" (
  "entity" TEXT NOT NULL,
  "audience" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "clause_type" TEXT NOT NULL,
  "finding" TEXT NOT NULL,
  PRIMARY KEY ("entity", "audience", "region", "clause_type", "finding"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity"),
  FOREIGN KEY ("region") REFERENCES "jurisdictions" ("jurisdiction"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type"),
  FOREIGN KEY ("finding") REFERENCES "findings" ("finding"),
  FOREIGN KEY ("entity", "audience", "region", "clause_type") REFERENCES "coverage" ("entity", "audience", "region", "clause_type")
);
INSERT INTO "coverage_findings" VALUES('acorn','individuals','EU','training','acorn/privacy/finding/training');
INSERT INTO "coverage_findings" VALUES('acorn','businesses','EU','training','acorn/privacy/finding/training');
CREATE TABLE "document_entities" (
  "document" TEXT NOT NULL,
  "entity" TEXT NOT NULL,
  PRIMARY KEY ("document", "entity"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity")
);
INSERT INTO "document_entities" VALUES('acorn/privacy','acorn');
INSERT INTO "document_entities" VALUES('acorn/terms','acorn');
INSERT INTO "document_entities" VALUES('birch/terms','birch');
CREATE TABLE "document_links" (
  "document" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "leaning" TEXT NOT NULL,
  "how" TEXT,
  "other" TEXT,
  "href" TEXT,
  "note" TEXT,
  PRIMARY KEY ("document", "number"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("other") REFERENCES "documents" ("document")
);
INSERT INTO "document_links" VALUES('acorn/terms',1,'relies-on','incorporated','acorn/privacy',NULL,NULL);
CREATE TABLE "document_parties" (
  "document" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  PRIMARY KEY ("document", "number"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document")
);
INSERT INTO "document_parties" VALUES('acorn/terms',1,'Acorn GmbH','contracting');
CREATE TABLE "document_scopes" (
  "document" TEXT NOT NULL,
  "part" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "is_excepted" INTEGER NOT NULL CHECK ("is_excepted" IN (0, 1)),
  PRIMARY KEY ("document", "part", "value", "is_excepted"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document")
);
INSERT INTO "document_scopes" VALUES('acorn/privacy','audience','individuals',0);
INSERT INTO "document_scopes" VALUES('acorn/privacy','audience','businesses',0);
INSERT INTO "document_scopes" VALUES('acorn/privacy','region','world',0);
INSERT INTO "document_scopes" VALUES('acorn/terms','audience','individuals',0);
INSERT INTO "document_scopes" VALUES('acorn/terms','region','EU',0);
INSERT INTO "document_scopes" VALUES('birch/terms','audience','individuals',0);
INSERT INTO "document_scopes" VALUES('birch/terms','region','world',0);
INSERT INTO "document_scopes" VALUES('birch/terms','condition','signed in',0);
CREATE TABLE "document_sources" (
  "document" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "href" TEXT NOT NULL,
  "select" TEXT,
  "remove" TEXT,
  PRIMARY KEY ("document", "number"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document")
);
INSERT INTO "document_sources" VALUES('acorn/privacy',1,'https://acorn.example/privacy',NULL,NULL);
INSERT INTO "document_sources" VALUES('acorn/terms',1,'https://acorn.example/terms','main',NULL);
INSERT INTO "document_sources" VALUES('birch/terms',1,'https://birch.example/terms',NULL,NULL);
CREATE TABLE "document_types" (
  "document_type" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  PRIMARY KEY ("document_type")
);
INSERT INTO "document_types" VALUES('privacy','Privacy policy');
INSERT INTO "document_types" VALUES('terms','Terms of service');
CREATE TABLE "documents" (
  "document" TEXT NOT NULL,
  "id" TEXT,
  "entity" TEXT NOT NULL,
  "document_type" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "label" TEXT,
  "language" TEXT NOT NULL,
  "binding_language" TEXT,
  "retired_on" TEXT,
  "retired_because" TEXT,
  "url" TEXT NOT NULL,
  PRIMARY KEY ("document"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity"),
  FOREIGN KEY ("document_type") REFERENCES "document_types" ("document_type")
);
INSERT INTO "documents" VALUES('acorn/privacy',NULL,'acorn','privacy','Acorn Privacy','Acorn privacy policy','en',NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/privacy/');
INSERT INTO "documents" VALUES('acorn/terms',NULL,'acorn','terms','Acorn Terms',NULL,'en',NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/terms/');
INSERT INTO "documents" VALUES('birch/terms',NULL,'birch','terms','Birch Terms',NULL,'en',NULL,NULL,NULL,'https://golden.example/atlas/platform/birch/terms/');
CREATE TABLE "entities" (
  "entity" TEXT NOT NULL,
  "id" TEXT,
  "name" TEXT NOT NULL,
  "legal_name" TEXT,
  "operator" TEXT,
  "homepage" TEXT,
  "jurisdiction" TEXT,
  "summary" TEXT,
  "is_tracked" INTEGER NOT NULL CHECK ("is_tracked" IN (0, 1)),
  "retired_on" TEXT,
  "retired_because" TEXT,
  "url" TEXT NOT NULL,
  PRIMARY KEY ("entity"),
  FOREIGN KEY ("operator") REFERENCES "operators" ("operator"),
  FOREIGN KEY ("jurisdiction") REFERENCES "jurisdictions" ("jurisdiction")
);
INSERT INTO "entities" VALUES('acorn',NULL,'Acorn','Acorn GmbH','acorn-group','https://acorn.example','DE','A chat assistant that keeps what it is told.',1,NULL,NULL,'https://golden.example/atlas/platform/acorn/');
INSERT INTO "entities" VALUES('birch',NULL,'Birch',NULL,NULL,'https://birch.example',NULL,'A chat assistant of nobody in particular.',1,NULL,NULL,'https://golden.example/atlas/platform/birch/');
CREATE TABLE "entity_kinds" (
  "entity" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  PRIMARY KEY ("entity", "kind"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity")
);
INSERT INTO "entity_kinds" VALUES('acorn','chat-assistant');
INSERT INTO "entity_kinds" VALUES('birch','chat-assistant');
CREATE TABLE "entity_offers" (
  "entity" TEXT NOT NULL,
  "offer" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  PRIMARY KEY ("entity", "offer", "key"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity")
);
INSERT INTO "entity_offers" VALUES('acorn','plan','free','Free');
INSERT INTO "entity_offers" VALUES('acorn','plan','pro','Pro');
CREATE TABLE "entity_supersessions" (
  "entity" TEXT NOT NULL,
  "superseded" TEXT NOT NULL,
  PRIMARY KEY ("entity", "superseded"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity"),
  FOREIGN KEY ("superseded") REFERENCES "entities" ("entity")
);
CREATE TABLE "events" (
  "event" TEXT NOT NULL,
  "at" TEXT NOT NULL,
  "updated" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "entity" TEXT,
  "document" TEXT,
  "provision" TEXT,
  "finding" TEXT,
  "clause_type" TEXT,
  "severity" TEXT,
  "title" TEXT NOT NULL,
  "summary" TEXT,
  "url" TEXT NOT NULL,
  PRIMARY KEY ("event"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("finding") REFERENCES "findings" ("finding"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type")
);
INSERT INTO "events" VALUES('provision/acorn/terms/training-unless-you-object/replied/2026-04-24','2026-04-24','2026-04-24','replied','acorn','acorn/terms','acorn/terms/training-unless-you-object',NULL,'training','medium','Reply from the platform: Content trains models unless the user objects, Acorn Terms (Acorn)','We are glad you found the switch.','https://golden.example/atlas/platform/acorn/terms/training-unless-you-object/');
INSERT INTO "events" VALUES('provision/acorn/terms/training-unless-you-object/severity-changed/2026-04-23','2026-04-23','2026-04-23','severity-changed','acorn','acorn/terms','acorn/terms/training-unless-you-object',NULL,'training','medium','Severity changed: Content trains models unless the user objects, Acorn Terms (Acorn)','From high to medium. The switch had been overlooked.','https://golden.example/atlas/platform/acorn/terms/training-unless-you-object/');
INSERT INTO "events" VALUES('provision/acorn/terms/deleted-within-sixty-days/added/2026-04-21','2026-04-21','2026-04-21','added','acorn','acorn/terms','acorn/terms/deleted-within-sixty-days',NULL,'retention','low','New: Deleted within sixty days of closing the account, Acorn Terms (Acorn)','For a stated time. Severity: low.','https://golden.example/atlas/platform/acorn/terms/deleted-within-sixty-days/');
INSERT INTO "events" VALUES('provision/acorn/terms/training-unless-you-object/added/2026-04-21','2026-04-21','2026-04-21','added','acorn','acorn/terms','acorn/terms/training-unless-you-object',NULL,'training','medium','New: Content trains models unless the user objects, Acorn Terms (Acorn)','Unless you opt out. Severity: medium.','https://golden.example/atlas/platform/acorn/terms/training-unless-you-object/');
INSERT INTO "events" VALUES('document/acorn/terms/document-changed/2026-04-20T080000Z','2026-04-20T08:00:00Z','2026-04-20T08:00:00Z','document-changed','acorn','acorn/terms',NULL,NULL,NULL,NULL,'Acorn Terms (Acorn) changed','The time for deletion is doubled.','https://golden.example/atlas/platform/acorn/terms/change/2026-04-20T080000Z/');
INSERT INTO "events" VALUES('provision/birch/terms/kept-while-open/added/2026-04-02','2026-04-02','2026-04-02','added','birch','birch/terms','birch/terms/kept-while-open',NULL,'retention','none','New: Kept while the account is open, Birch Terms (Birch)','As long as needed. Severity: none.','https://golden.example/atlas/platform/birch/terms/kept-while-open/');
INSERT INTO "events" VALUES('provision/birch/terms/never-trains/judged/2026-04-02','2026-04-02','2026-04-02','judged','birch','birch/terms','birch/terms/never-trains',NULL,'training','protective','Judged, removed: No training on content, Birch Terms (Birch)','In the capture of 1 April 2026. The promise is gone.','https://golden.example/atlas/platform/birch/terms/never-trains/');
INSERT INTO "events" VALUES('document/birch/terms/document-changed/2026-04-01T093000Z','2026-04-01T09:30:00Z','2026-04-01T09:30:00Z','document-changed','birch','birch/terms',NULL,NULL,NULL,NULL,'Birch Terms (Birch) changed',NULL,'https://golden.example/atlas/platform/birch/terms/change/2026-04-01T093000Z/');
INSERT INTO "events" VALUES('provision/birch/terms/never-trains/words-not-found/2026-04-01T093000Z','2026-04-01T09:30:00Z','2026-04-01T09:30:00Z','words-not-found','birch','birch/terms','birch/terms/never-trains',NULL,'training','protective','Words not found: No training on content, Birch Terms (Birch)',NULL,'https://golden.example/atlas/platform/birch/terms/never-trains/');
INSERT INTO "events" VALUES('finding/acorn/privacy/finding/training/added/2026-03-12','2026-03-12','2026-03-12','added','acorn','acorn/privacy',NULL,'acorn/privacy/finding/training','training',NULL,'New: No such clause: Training on content, Acorn privacy policy (Acorn)','The policy is silent on training.','https://golden.example/atlas/platform/acorn/privacy/finding/training/');
INSERT INTO "events" VALUES('provision/acorn/privacy/kept-as-long-as-needed/added/2026-03-12','2026-03-12','2026-03-12','added','acorn','acorn/privacy','acorn/privacy/kept-as-long-as-needed',NULL,'retention','medium','New: Names are kept as long as needed, Acorn privacy policy (Acorn)','As long as needed. Severity: medium.','https://golden.example/atlas/platform/acorn/privacy/kept-as-long-as-needed/');
INSERT INTO "events" VALUES('provision/acorn/terms/training-in-every-case/withdrawn/2026-02-20','2026-02-20','2026-02-20','withdrawn','acorn','acorn/terms','acorn/terms/training-in-every-case',NULL,'training','high','Withdrawn: Content trains models in every case, Acorn Terms (Acorn)','It was a mistake: The page had been shown for two days by mistake.','https://golden.example/atlas/platform/acorn/terms/training-in-every-case/');
INSERT INTO "events" VALUES('document/acorn/terms/document-changed/2026-02-10T080000Z','2026-02-10T08:00:00Z','2026-02-12T08:00:00Z','document-changed','acorn','acorn/terms',NULL,NULL,NULL,NULL,'Acorn Terms (Acorn) changed','Back to the words of 10 January 2026 after 2 days.','https://golden.example/atlas/platform/acorn/terms/change/2026-02-10T080000Z/');
INSERT INTO "events" VALUES('provision/acorn/terms/training-unless-you-object/words-not-found/2026-02-10T080000Z','2026-02-10T08:00:00Z','2026-02-12T08:00:00Z','words-not-found','acorn','acorn/terms','acorn/terms/training-unless-you-object',NULL,'training','medium','Words not found: Content trains models unless the user objects, Acorn Terms (Acorn)','Back after 2 days.','https://golden.example/atlas/platform/acorn/terms/training-unless-you-object/');
INSERT INTO "events" VALUES('provision/acorn/terms/training-in-every-case/added/2026-02-11','2026-02-11','2026-02-11','added','acorn','acorn/terms','acorn/terms/training-in-every-case',NULL,'training','high','New: Content trains models in every case, Acorn Terms (Acorn)','Always. Severity: high.','https://golden.example/atlas/platform/acorn/terms/training-in-every-case/');
INSERT INTO "events" VALUES('provision/birch/terms/never-trains/added/2026-02-02','2026-02-02','2026-02-02','added','birch','birch/terms','birch/terms/never-trains',NULL,'training','protective','New: No training on content, Birch Terms (Birch)','Never. Severity: protective.','https://golden.example/atlas/platform/birch/terms/never-trains/');
CREATE TABLE "excerpt_parts" (
  "provision" TEXT NOT NULL,
  "wording" INTEGER NOT NULL,
  "excerpt" INTEGER NOT NULL,
  "part" INTEGER NOT NULL,
  "exact" TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY ("provision", "wording", "excerpt", "part"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("provision", "wording", "excerpt") REFERENCES "excerpts" ("provision", "wording", "excerpt")
);
INSERT INTO "excerpt_parts" VALUES('acorn/privacy/kept-as-long-as-needed',0,1,1,'We hold your name as long as we need it for the purposes named here',34,101);
INSERT INTO "excerpt_parts" VALUES('acorn/terms/training-in-every-case',0,1,1,'We use **what you write** to train our models, in every case.',63,124);
INSERT INTO "excerpt_parts" VALUES('acorn/terms/training-unless-you-object',0,1,1,'We use **what you write** to train our models, unless you object in the settings of your account.',63,160);
INSERT INTO "excerpt_parts" VALUES('acorn/terms/deleted-within-sixty-days',0,1,1,'We delete what you write within 60 days after you close the account — backups take longer.',184,274);
INSERT INTO "excerpt_parts" VALUES('acorn/terms/deleted-within-sixty-days',1,1,1,'We delete what you write within 30 days after you close the account',177,244);
INSERT INTO "excerpt_parts" VALUES('birch/terms/kept-while-open',0,1,1,'We keep it for as long as the account is open.',83,129);
INSERT INTO "excerpt_parts" VALUES('birch/terms/never-trains',0,1,1,'We never use what you write to train a model, whoever asks us to.',17,82);
CREATE TABLE "excerpt_states" (
  "provision" TEXT NOT NULL,
  "wording" INTEGER NOT NULL,
  "excerpt" INTEGER NOT NULL,
  "document" TEXT NOT NULL,
  "run" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "match" TEXT,
  "start" INTEGER,
  "end" INTEGER,
  "similarity" REAL,
  PRIMARY KEY ("provision", "wording", "excerpt", "run"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("provision", "wording", "excerpt") REFERENCES "excerpts" ("provision", "wording", "excerpt"),
  FOREIGN KEY ("document", "run") REFERENCES "runs" ("document", "run")
);
INSERT INTO "excerpt_states" VALUES('acorn/privacy/kept-as-long-as-needed',0,1,'acorn/privacy',0,'verbatim','exact',34,101,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/training-in-every-case',0,1,'acorn/terms',0,'not-yet',NULL,NULL,NULL,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/training-in-every-case',0,1,'acorn/terms',1,'verbatim','typographic',63,124,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/training-in-every-case',0,1,'acorn/terms',2,'reworded',NULL,NULL,NULL,0.8571);
INSERT INTO "excerpt_states" VALUES('acorn/terms/training-in-every-case',0,1,'acorn/terms',3,'reworded',NULL,NULL,NULL,0.8571);
INSERT INTO "excerpt_states" VALUES('acorn/terms/training-unless-you-object',0,1,'acorn/terms',0,'verbatim','typographic',63,160,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/training-unless-you-object',0,1,'acorn/terms',1,'not-found',NULL,NULL,NULL,0.7143);
INSERT INTO "excerpt_states" VALUES('acorn/terms/training-unless-you-object',0,1,'acorn/terms',2,'verbatim','typographic',63,160,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/training-unless-you-object',0,1,'acorn/terms',3,'verbatim','typographic',70,167,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/deleted-within-sixty-days',0,1,'acorn/terms',0,'not-yet',NULL,NULL,NULL,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/deleted-within-sixty-days',0,1,'acorn/terms',1,'not-yet',NULL,NULL,NULL,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/deleted-within-sixty-days',0,1,'acorn/terms',2,'not-yet',NULL,NULL,NULL,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/deleted-within-sixty-days',0,1,'acorn/terms',3,'verbatim','typographic',184,274,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/deleted-within-sixty-days',1,1,'acorn/terms',0,'verbatim','exact',177,244,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/deleted-within-sixty-days',1,1,'acorn/terms',1,'verbatim','exact',141,208,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/deleted-within-sixty-days',1,1,'acorn/terms',2,'verbatim','exact',177,244,NULL);
INSERT INTO "excerpt_states" VALUES('acorn/terms/deleted-within-sixty-days',1,1,'acorn/terms',3,'reworded',NULL,NULL,NULL,0.9231);
INSERT INTO "excerpt_states" VALUES('birch/terms/kept-while-open',0,1,'birch/terms',0,'verbatim','exact',85,131,NULL);
INSERT INTO "excerpt_states" VALUES('birch/terms/kept-while-open',0,1,'birch/terms',1,'verbatim','exact',83,129,NULL);
INSERT INTO "excerpt_states" VALUES('birch/terms/never-trains',0,1,'birch/terms',0,'verbatim','exact',17,82,NULL);
INSERT INTO "excerpt_states" VALUES('birch/terms/never-trains',0,1,'birch/terms',1,'not-found',NULL,NULL,NULL,0.8276);
CREATE TABLE "excerpts" (
  "provision" TEXT NOT NULL,
  "wording" INTEGER NOT NULL,
  "excerpt" INTEGER NOT NULL,
  "document" TEXT NOT NULL,
  "captured_at" TEXT NOT NULL,
  "text" TEXT,
  "is_hidden" INTEGER NOT NULL CHECK ("is_hidden" IN (0, 1)),
  "heading" TEXT,
  "section" TEXT,
  "href" TEXT,
  "language" TEXT,
  "translation" TEXT,
  "translated_by" TEXT,
  "match" TEXT,
  "is_elided" INTEGER CHECK ("is_elided" IN (0, 1)),
  "occurrences" INTEGER,
  "start" INTEGER,
  "end" INTEGER,
  "prefix" TEXT,
  "suffix" TEXT,
  PRIMARY KEY ("provision", "wording", "excerpt"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("document", "captured_at") REFERENCES "captures" ("document", "captured_at")
);
INSERT INTO "excerpts" VALUES('acorn/privacy/kept-as-long-as-needed',0,1,'acorn/privacy','2026-03-11T08:00:00Z','We hold your name as long as we need it for the purposes named here',0,'What we hold','What we hold',NULL,NULL,'Wir halten Ihren Namen so lange wie nötig','human','exact',0,1,34,101,'Acorn Privacy

## What we hold

',', or as the law tells us.
');
INSERT INTO "excerpts" VALUES('acorn/terms/training-in-every-case',0,1,'acorn/terms','2026-02-10T08:00:00Z','We use what you write to train our models, in every case.',0,NULL,'1. Your content',NULL,NULL,NULL,NULL,'typographic',0,1,63,124,'nt

What you write stays yours. ','

## 2. Keeping

We delete what ');
INSERT INTO "excerpts" VALUES('acorn/terms/training-unless-you-object',0,1,'acorn/terms','2026-01-10T08:00:00Z','We use what you write to train our models, unless you object in the settings of your account.',0,'Your content','1. Your content',NULL,NULL,NULL,NULL,'typographic',0,1,63,160,'nt

What you write stays yours. ','

## 2. Keeping

We delete what ');
INSERT INTO "excerpts" VALUES('acorn/terms/deleted-within-sixty-days',0,1,'acorn/terms','2026-04-20T08:00:00Z','We delete what you write within 60 days after you close the account - backups take longer.',0,NULL,'2. Keeping',NULL,NULL,NULL,NULL,'typographic',0,1,184,274,'f your account.

## 2. Keeping

','

- See [the settings](https://a');
INSERT INTO "excerpts" VALUES('acorn/terms/deleted-within-sixty-days',1,1,'acorn/terms','2026-01-10T08:00:00Z','We delete what you write within 30 days after you close the account',0,NULL,'2. Keeping',NULL,NULL,NULL,NULL,'exact',0,1,177,244,'f your account.

## 2. Keeping

',' — backups take longer.

- See [');
INSERT INTO "excerpts" VALUES('birch/terms/kept-while-open',0,1,'birch/terms','2026-04-01T09:30:00Z','We keep it for as long as the account is open.',0,NULL,'Birch Terms',NULL,NULL,NULL,NULL,'exact',0,1,83,129,' model, if somebody asks us to. ','
');
INSERT INTO "excerpts" VALUES('birch/terms/never-trains',0,1,'birch/terms','2026-02-01T09:30:00Z','We never use what you write to train a model, whoever asks us to.',0,NULL,'Birch Terms',NULL,NULL,NULL,NULL,'exact',0,1,17,82,'# Birch Terms

**','** We keep it for as long as the');
PRAGMA writable_schema=ON;
INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table','excerpts_fts','excerpts_fts',0,'CREATE VIRTUAL TABLE excerpts_fts USING fts5("text", "heading", content="excerpts", tokenize=''unicode61 remove_diacritics 2'')');
INSERT INTO "excerpts_fts" VALUES('We hold your name as long as we need it for the purposes named here','What we hold');
INSERT INTO "excerpts_fts" VALUES('We use what you write to train our models, in every case.',NULL);
INSERT INTO "excerpts_fts" VALUES('We use what you write to train our models, unless you object in the settings of your account.','Your content');
INSERT INTO "excerpts_fts" VALUES('We delete what you write within 60 days after you close the account - backups take longer.',NULL);
INSERT INTO "excerpts_fts" VALUES('We delete what you write within 30 days after you close the account',NULL);
INSERT INTO "excerpts_fts" VALUES('We keep it for as long as the account is open.',NULL);
INSERT INTO "excerpts_fts" VALUES('We never use what you write to train a model, whoever asks us to.',NULL);
CREATE TABLE 'excerpts_fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "excerpts_fts_config" VALUES('version',4);
CREATE TABLE 'excerpts_fts_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "excerpts_fts_data" VALUES(1,X'076305');
INSERT INTO "excerpts_fts_data" VALUES(10,X'000000000101010001010101');
INSERT INTO "excerpts_fts_data" VALUES(137438953473,X'00000238033033300502080102363004020801016107020A020663636F756E7403021301020E01020E01020A02046674657204020A01020A020173010406040504060403026B7307020D01076261636B75707304020F01046361736502020D02046C6F736504020C01020C02066F6E74656E7403060101030104646179730402090102090205656C6574650402030102030105657665727902020C0103666F7201020C05020501046865726501021002036F6C640108030101040102696E02020B01020E02017306020B02017401020B05020401046B65657006020301046C6F6E670102070502070502657204021101056D6F64656C07020B06017302020A01020A01046E616D6501020505016401020F020365656401020A030376657207020301066F626A65637403020D020166030211020370656E06020C020275720202090102090108707572706F73657301020E010873657474696E6773030210010474616B650402100202686501020D02020F01020D01020D01020902016F0202070102070404080902047261696E0202080102080402090106756E6C65737303020B02017307020E03016502020301020304020401027765010A02090101030102020102020102020102020102020102020203686174010601010201020401020401020401020402020503056F6576657207020C0205697468696E0402070102070204726974650202060102060102060102060202070103796F7502020501040509010405080104050802020604017201020402081201010204070706140C0B070C090C0D0C0D0A0B090B0A0609090C070A09090608080B06080A0D0D09130D0F0B060C1D190A0D1517');
CREATE TABLE 'excerpts_fts_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO "excerpts_fts_docsize" VALUES(1,X'0F03');
INSERT INTO "excerpts_fts_docsize" VALUES(2,X'0C00');
INSERT INTO "excerpts_fts_docsize" VALUES(3,X'1202');
INSERT INTO "excerpts_fts_docsize" VALUES(4,X'1000');
INSERT INTO "excerpts_fts_docsize" VALUES(5,X'0D00');
INSERT INTO "excerpts_fts_docsize" VALUES(6,X'0B00');
INSERT INTO "excerpts_fts_docsize" VALUES(7,X'0E00');
CREATE TABLE 'excerpts_fts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO "excerpts_fts_idx" VALUES(1,X'',2);
CREATE TABLE "finding_readings" (
  "finding" TEXT NOT NULL,
  "reading" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "text" TEXT NOT NULL,
  PRIMARY KEY ("finding", "reading", "number"),
  FOREIGN KEY ("finding") REFERENCES "findings" ("finding")
);
INSERT INTO "finding_readings" VALUES('acorn/privacy/finding/training','read',1,'What we hold');
INSERT INTO "finding_readings" VALUES('acorn/privacy/finding/training','searched',1,'train');
INSERT INTO "finding_readings" VALUES('acorn/privacy/finding/training','searched',2,'model');
CREATE TABLE "findings" (
  "finding" TEXT NOT NULL,
  "id" TEXT,
  "document" TEXT NOT NULL,
  "entity" TEXT NOT NULL,
  "clause_type" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "other" TEXT,
  "href" TEXT,
  "captured_at" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  "reviewed_on" TEXT,
  "is_current" INTEGER NOT NULL CHECK ("is_current" IN (0, 1)),
  "is_draft" INTEGER NOT NULL CHECK ("is_draft" IN (0, 1)),
  "withdrawn_on" TEXT,
  "withdrawn_kind" TEXT,
  "withdrawn_because" TEXT,
  "url" TEXT NOT NULL,
  PRIMARY KEY ("finding"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type"),
  FOREIGN KEY ("other") REFERENCES "documents" ("document"),
  FOREIGN KEY ("document", "captured_at") REFERENCES "captures" ("document", "captured_at")
);
INSERT INTO "findings" VALUES('acorn/privacy/finding/training',NULL,'acorn/privacy','acorn','training','absent',NULL,NULL,'2026-03-11T08:00:00Z','The policy is silent on training.','2026-03-12',1,0,NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/privacy/finding/training/');
INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table','findings_fts','findings_fts',0,'CREATE VIRTUAL TABLE findings_fts USING fts5("note", content="findings", tokenize=''unicode61 remove_diacritics 2'')');
INSERT INTO "findings_fts" VALUES('The policy is silent on training.');
CREATE TABLE 'findings_fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "findings_fts_config" VALUES('version',4);
CREATE TABLE 'findings_fts_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "findings_fts_data" VALUES(1,X'0106');
INSERT INTO "findings_fts_data" VALUES(10,X'000000000101010001010101');
INSERT INTO "findings_fts_data" VALUES(137438953473,X'0000003C0330697301020401026F6E0102060106706F6C696379010203010673696C656E74010205010374686501020202077261696E696E670102070407070B0B08');
CREATE TABLE 'findings_fts_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO "findings_fts_docsize" VALUES(1,X'06');
CREATE TABLE 'findings_fts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO "findings_fts_idx" VALUES(1,X'',2);
CREATE TABLE "jurisdiction_members" (
  "group" TEXT NOT NULL,
  "member" TEXT NOT NULL,
  PRIMARY KEY ("group", "member"),
  FOREIGN KEY ("group") REFERENCES "jurisdictions" ("jurisdiction"),
  FOREIGN KEY ("member") REFERENCES "jurisdictions" ("jurisdiction")
);
INSERT INTO "jurisdiction_members" VALUES('EU','DE');
INSERT INTO "jurisdiction_members" VALUES('EU','FR');
CREATE TABLE "jurisdictions" (
  "jurisdiction" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "is_group" INTEGER NOT NULL CHECK ("is_group" IN (0, 1)),
  PRIMARY KEY ("jurisdiction")
);
INSERT INTO "jurisdictions" VALUES('world','World',1);
INSERT INTO "jurisdictions" VALUES('DE','Germany',0);
INSERT INTO "jurisdictions" VALUES('FR','France',0);
INSERT INTO "jurisdictions" VALUES('EU','European Union',1);
CREATE TABLE "log" (
  "record_kind" TEXT NOT NULL,
  "record" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "on" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "by" TEXT,
  PRIMARY KEY ("record_kind", "record", "number"),
  FOREIGN KEY ("by") REFERENCES "people" ("person")
);
INSERT INTO "log" VALUES('provision','acorn/terms/training-unless-you-object',1,'2026-04-23','correction','The switch had been overlooked.','ann');
CREATE TABLE "log_fields" (
  "record_kind" TEXT NOT NULL,
  "record" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "field" TEXT NOT NULL,
  "was" TEXT,
  "is_now" TEXT,
  PRIMARY KEY ("record_kind", "record", "number", "field"),
  FOREIGN KEY ("record_kind", "record", "number") REFERENCES "log" ("record_kind", "record", "number")
);
INSERT INTO "log_fields" VALUES('provision','acorn/terms/training-unless-you-object',1,'severity','high','medium');
CREATE TABLE "operators" (
  "operator" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "jurisdiction" TEXT,
  "homepage" TEXT,
  "parent" TEXT,
  "retired_on" TEXT,
  "url" TEXT NOT NULL,
  PRIMARY KEY ("operator"),
  FOREIGN KEY ("jurisdiction") REFERENCES "jurisdictions" ("jurisdiction"),
  FOREIGN KEY ("parent") REFERENCES "operators" ("operator")
);
INSERT INTO "operators" VALUES('acorn-group','Acorn Group','DE','https://acorn.example',NULL,NULL,'https://golden.example/atlas/operator/acorn-group/');
CREATE TABLE "peers" (
  "provision" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "peer" TEXT NOT NULL,
  PRIMARY KEY ("provision", "number"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("peer") REFERENCES "provisions" ("provision")
);
INSERT INTO "peers" VALUES('acorn/privacy/kept-as-long-as-needed',1,'birch/terms/kept-while-open');
INSERT INTO "peers" VALUES('acorn/terms/deleted-within-sixty-days',1,'birch/terms/kept-while-open');
INSERT INTO "peers" VALUES('birch/terms/kept-while-open',1,'acorn/terms/deleted-within-sixty-days');
INSERT INTO "peers" VALUES('birch/terms/never-trains',1,'acorn/terms/training-unless-you-object');
CREATE TABLE "people" (
  "person" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "href" TEXT,
  "orcid" TEXT,
  "interests" TEXT,
  PRIMARY KEY ("person")
);
INSERT INTO "people" VALUES('ann','Ann Author',NULL,NULL,NULL);
INSERT INTO "people" VALUES('rex','Rex Reader',NULL,NULL,NULL);
CREATE TABLE "prevalence" (
  "clause_type" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "audience" TEXT NOT NULL,
  "present" INTEGER NOT NULL,
  "known" INTEGER NOT NULL,
  "tracked" INTEGER NOT NULL,
  "absent" INTEGER NOT NULL,
  "operators_present" INTEGER NOT NULL,
  "operators_known" INTEGER NOT NULL,
  PRIMARY KEY ("clause_type", "region", "audience"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type"),
  FOREIGN KEY ("region") REFERENCES "jurisdictions" ("jurisdiction")
);
INSERT INTO "prevalence" VALUES('retention','EU','any',2,2,2,0,2,2);
INSERT INTO "prevalence" VALUES('retention','EU','individuals',2,2,2,0,2,2);
INSERT INTO "prevalence" VALUES('retention','EU','businesses',1,1,2,0,1,1);
INSERT INTO "prevalence" VALUES('retention','EU','developers',0,0,2,0,0,0);
INSERT INTO "prevalence" VALUES('retention','EU','public-sector',0,0,2,0,0,0);
INSERT INTO "prevalence" VALUES('training','EU','any',1,1,2,0,1,1);
INSERT INTO "prevalence" VALUES('training','EU','individuals',1,1,2,0,1,1);
INSERT INTO "prevalence" VALUES('training','EU','businesses',0,1,2,1,0,1);
INSERT INTO "prevalence" VALUES('training','EU','developers',0,0,2,0,0,0);
INSERT INTO "prevalence" VALUES('training','EU','public-sector',0,0,2,0,0,0);
CREATE TABLE "provision_agencies" (
  "provision" TEXT NOT NULL,
  "agency" TEXT NOT NULL,
  "is_near" INTEGER NOT NULL CHECK ("is_near" IN (0, 1)),
  PRIMARY KEY ("provision", "agency"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("agency") REFERENCES "agencies" ("agency")
);
INSERT INTO "provision_agencies" VALUES('acorn/terms/training-unless-you-object','watchdog',1);
CREATE TABLE "provision_articles" (
  "provision" TEXT NOT NULL,
  "regulation" TEXT NOT NULL,
  "relation" TEXT NOT NULL,
  "article" TEXT NOT NULL,
  PRIMARY KEY ("provision", "regulation", "relation", "article"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("regulation") REFERENCES "regulations" ("regulation"),
  FOREIGN KEY ("provision", "regulation", "relation") REFERENCES "provision_regulations" ("provision", "regulation", "relation")
);
INSERT INTO "provision_articles" VALUES('acorn/terms/training-unless-you-object','data-act','gives-right','9');
CREATE TABLE "provision_doubts" (
  "provision" TEXT NOT NULL,
  "doubt" TEXT NOT NULL,
  PRIMARY KEY ("provision", "doubt"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision")
);
INSERT INTO "provision_doubts" VALUES('acorn/terms/deleted-within-sixty-days','wording');
CREATE TABLE "provision_people" (
  "provision" TEXT NOT NULL,
  "signature" TEXT NOT NULL,
  "person" TEXT NOT NULL,
  PRIMARY KEY ("provision", "signature", "person"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("person") REFERENCES "people" ("person")
);
INSERT INTO "provision_people" VALUES('acorn/privacy/kept-as-long-as-needed','author','ann');
INSERT INTO "provision_people" VALUES('acorn/privacy/kept-as-long-as-needed','reviewer','rex');
INSERT INTO "provision_people" VALUES('acorn/terms/training-in-every-case','author','ann');
INSERT INTO "provision_people" VALUES('acorn/terms/training-in-every-case','reviewer','rex');
INSERT INTO "provision_people" VALUES('acorn/terms/training-unless-you-object','author','ann');
INSERT INTO "provision_people" VALUES('acorn/terms/training-unless-you-object','reviewer','rex');
INSERT INTO "provision_people" VALUES('acorn/terms/deleted-within-sixty-days','author','ann');
INSERT INTO "provision_people" VALUES('acorn/terms/deleted-within-sixty-days','reviewer','rex');
INSERT INTO "provision_people" VALUES('birch/terms/kept-while-open','author','ann');
INSERT INTO "provision_people" VALUES('birch/terms/kept-while-open','reviewer','rex');
INSERT INTO "provision_people" VALUES('birch/terms/never-trains','author','ann');
INSERT INTO "provision_people" VALUES('birch/terms/never-trains','reviewer','rex');
CREATE TABLE "provision_regulations" (
  "provision" TEXT NOT NULL,
  "regulation" TEXT NOT NULL,
  "relation" TEXT NOT NULL,
  "why" TEXT NOT NULL,
  PRIMARY KEY ("provision", "regulation", "relation"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("regulation") REFERENCES "regulations" ("regulation")
);
INSERT INTO "provision_regulations" VALUES('acorn/terms/training-unless-you-object','data-act','gives-right','It lets people object.');
CREATE TABLE "provisions" (
  "provision" TEXT NOT NULL,
  "id" TEXT,
  "version" INTEGER,
  "entity" TEXT NOT NULL,
  "document" TEXT NOT NULL,
  "clause_type" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "answer" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "severity_because" TEXT,
  "confidence" TEXT NOT NULL,
  "basis" TEXT NOT NULL,
  "standing" TEXT NOT NULL,
  "state" TEXT,
  "captured_at" TEXT NOT NULL,
  "words_first_seen" TEXT,
  "is_first_capture" INTEGER CHECK ("is_first_capture" IN (0, 1)),
  "words_last_seen" TEXT,
  "first_missing" TEXT,
  "across_reread" INTEGER CHECK ("across_reread" IN (0, 1)),
  "returned_at" TEXT,
  "surroundings" TEXT,
  "analysed_on" TEXT NOT NULL,
  "reviewed_on" TEXT,
  "origin" TEXT NOT NULL,
  "no_action" TEXT,
  "what_it_is" TEXT,
  "why_it_matters" TEXT,
  "interpretive_note" TEXT,
  "what_it_means_for_you" TEXT,
  "regulatory_landscape" TEXT,
  "governance_exposure" TEXT,
  "jurisdiction_flags" TEXT,
  "contract_and_vendor_implications" TEXT,
  "compliance_considerations" TEXT,
  "withdrawn_on" TEXT,
  "withdrawn_kind" TEXT,
  "withdrawn_because" TEXT,
  "url" TEXT NOT NULL,
  PRIMARY KEY ("provision"),
  FOREIGN KEY ("entity") REFERENCES "entities" ("entity"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type"),
  FOREIGN KEY ("clause_type", "answer") REFERENCES "answers_of_clause_types" ("clause_type", "answer"),
  FOREIGN KEY ("document", "captured_at") REFERENCES "captures" ("document", "captured_at")
);
INSERT INTO "provisions" VALUES('acorn/privacy/kept-as-long-as-needed',NULL,NULL,'acorn','acorn/privacy','retention','Names are kept as long as needed','as-needed','medium',NULL,'high','implied','live','verbatim','2026-03-11T08:00:00Z','2026-03-11T08:00:00Z',1,'2026-03-11T08:00:00Z',NULL,0,NULL,'same','2026-03-12','2026-03-12','human','Nobody may shorten it.','It says so.','It matters to whoever writes.',NULL,'Look at the settings.',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/privacy/kept-as-long-as-needed/');
INSERT INTO "provisions" VALUES('acorn/terms/training-in-every-case',NULL,NULL,'acorn','acorn/terms','training','Content trains models in every case','always','high',NULL,'high','explicit','withdrawn','reworded','2026-02-10T08:00:00Z','2026-02-10T08:00:00Z',0,'2026-02-10T08:00:00Z','2026-02-12T08:00:00Z',0,NULL,NULL,'2026-02-11','2026-02-11','human','There was no switch.','It says so.','It matters to whoever writes.',NULL,'Look at the settings.',NULL,NULL,NULL,NULL,NULL,'2026-02-20','error','The page had been shown for two days by mistake.','https://golden.example/atlas/platform/acorn/terms/training-in-every-case/');
INSERT INTO "provisions" VALUES('acorn/terms/training-unless-you-object',NULL,NULL,'acorn','acorn/terms','training','Content trains models unless the user objects','opt-out','medium','the switch is there, but off','high','explicit','live','verbatim','2026-01-10T08:00:00Z','2026-01-10T08:00:00Z',1,'2026-04-20T08:00:00Z',NULL,0,'2026-02-12T08:00:00Z','changed','2026-04-21','2026-04-22','machine-assisted',NULL,'The terms let Acorn train on chats, with a switch.','It matters to whoever writes.',NULL,'Look at the settings.',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/terms/training-unless-you-object/');
INSERT INTO "provisions" VALUES('acorn/terms/deleted-within-sixty-days',NULL,NULL,'acorn','acorn/terms','retention','Deleted within sixty days of closing the account','fixed','low',NULL,'medium','explicit','live','verbatim','2026-04-20T08:00:00Z','2026-04-20T08:00:00Z',0,'2026-04-20T08:00:00Z',NULL,0,NULL,'same','2026-04-21','2026-04-22','human','Closing the account is all there is to do.','It says so.','It matters to whoever writes.','How long backups take is left open.','Look at the settings.',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/terms/deleted-within-sixty-days/');
INSERT INTO "provisions" VALUES('birch/terms/kept-while-open',NULL,NULL,'birch','birch/terms','retention','Kept while the account is open','as-needed','none',NULL,'high','explicit','live','verbatim','2026-04-01T09:30:00Z','2026-02-01T09:30:00Z',1,'2026-04-01T09:30:00Z',NULL,0,NULL,'same','2026-04-02','2026-04-03','machine','Close the account.','It says so.','It matters to whoever writes.',NULL,'Look at the settings.',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/birch/terms/kept-while-open/');
INSERT INTO "provisions" VALUES('birch/terms/never-trains',NULL,NULL,'birch','birch/terms','training','No training on content','never','protective',NULL,'high','explicit','past','not-found','2026-02-01T09:30:00Z','2026-02-01T09:30:00Z',1,'2026-02-01T09:30:00Z','2026-04-01T09:30:00Z',0,NULL,NULL,'2026-02-02','2026-02-03','human','Nothing needs to be done.','It says so.','It matters to whoever writes.',NULL,'Look at the settings.',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/birch/terms/never-trains/');
INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table','provisions_fts','provisions_fts',0,'CREATE VIRTUAL TABLE provisions_fts USING fts5("title", "what_it_is", "why_it_matters", "interpretive_note", "what_it_means_for_you", "regulatory_landscape", "governance_exposure", "jurisdiction_flags", "contract_and_vendor_implications", "compliance_considerations", content="provisions", tokenize=''unicode61 remove_diacritics 2'')');
INSERT INTO "provisions_fts" VALUES('Names are kept as long as needed','It says so.','It matters to whoever writes.',NULL,'Look at the settings.',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "provisions_fts" VALUES('Content trains models in every case','It says so.','It matters to whoever writes.',NULL,'Look at the settings.',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "provisions_fts" VALUES('Content trains models unless the user objects','The terms let Acorn train on chats, with a switch.','It matters to whoever writes.',NULL,'Look at the settings.',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "provisions_fts" VALUES('Deleted within sixty days of closing the account','It says so.','It matters to whoever writes.','How long backups take is left open.','Look at the settings.',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "provisions_fts" VALUES('Kept while the account is open','It says so.','It matters to whoever writes.',NULL,'Look at the settings.',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "provisions_fts" VALUES('No training on content','It says so.','It matters to whoever writes.',NULL,'Look at the settings.',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE 'provisions_fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "provisions_fts_config" VALUES('version',4);
CREATE TABLE 'provisions_fts_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "provisions_fts_data" VALUES(1,X'0626191E07180000000000');
INSERT INTO "provisions_fts_data" VALUES(10,X'000000000101010001010101');
INSERT INTO "provisions_fts_data" VALUES(137438953473,X'0000032B023061030601010A020663636F756E7404020901020503036F726E0306010105020272650102030201730104050402017401060104030106010403010601040301060104030106010403010601040301076261636B7570730406010304010463617365020207020468617473030601010802066C6F73696E6704020702066F6E74656E740202020102020302050104646179730402050206656C65746564040202010565766572790202060103686F7704060103020102696E0202050201730406010306010206020174010C010102010202010C0101020102020106010202010C010102010202010C010102010202010C01010201020201046B65707401020404020201046C6566740406010307030174030601010402036F6E67010206030601030303026F6B01060104020106010402010601040201060104020106010402010601040201076D61747465727301060102030106010203010601020301060102030106010203010601020302056F64656C7302020401020401056E616D65730102020205656564656401020802016F06020201076F626A6563747303020802016604020602016E0306010107030204020370656E0406010308010207010473617973010601010301060101030206010103010601010301060101030207657474696E677301060104050106010405010601040501060104050106010405010601040502046978747904020402016F0106010104010601010402060101040106010104010601010402057769746368030601010B010474616B650406010305020465726D7303060101030202686501060104040106010404010E06010102010404010808010404010804010404010601040402016F01060102040106010204010601020401060102040106010204010601020402047261696E03060101060603696E670602030601730202030102030106756E6C657373030205020373657203020701057768696C6505020303056F65766572010601020501060102050106010205010601020501060102050106010205020369746803060101090502696E0402030205726974657301060102060106010206010601020601060102060106010206010601020604080E0A0707210E090B0B11090B0A0A070B300C0B080D22270D0A0A060C060B0D1F27091C0C0B0B28210B08090B080A250A07');
CREATE TABLE 'provisions_fts_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO "provisions_fts_docsize" VALUES(1,X'07030500040000000000');
INSERT INTO "provisions_fts_docsize" VALUES(2,X'06030500040000000000');
INSERT INTO "provisions_fts_docsize" VALUES(3,X'070A0500040000000000');
INSERT INTO "provisions_fts_docsize" VALUES(4,X'08030507040000000000');
INSERT INTO "provisions_fts_docsize" VALUES(5,X'06030500040000000000');
INSERT INTO "provisions_fts_docsize" VALUES(6,X'04030500040000000000');
CREATE TABLE 'provisions_fts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO "provisions_fts_idx" VALUES(1,X'',2);
CREATE TABLE "questions" (
  "provision" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "question" TEXT NOT NULL,
  "reply" TEXT NOT NULL,
  PRIMARY KEY ("provision", "number"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision")
);
INSERT INTO "questions" VALUES('acorn/terms/training-unless-you-object',1,'Does it work for old chats?','The terms do not say.');
CREATE TABLE "regulations" (
  "regulation" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "short_title" TEXT,
  "jurisdiction" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "citation" TEXT,
  "href" TEXT,
  "status" TEXT NOT NULL,
  "effective_on" TEXT,
  "enforced_by" TEXT,
  "find_yours_href" TEXT,
  "body" TEXT,
  "retired_on" TEXT,
  "url" TEXT NOT NULL,
  PRIMARY KEY ("regulation"),
  FOREIGN KEY ("jurisdiction") REFERENCES "jurisdictions" ("jurisdiction")
);
INSERT INTO "regulations" VALUES('data-act','Invented Data Act','IDA','EU','regulation',NULL,NULL,'in-force',NULL,'both',NULL,'An invented law on data.',NULL,'https://golden.example/atlas/regulation/data-act/');
CREATE TABLE "related" (
  "provision" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  PRIMARY KEY ("provision", "number"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision")
);
INSERT INTO "related" VALUES('acorn/terms/training-unless-you-object',1,'provision','birch/terms/never-trains');
CREATE TABLE "replies" (
  "record_kind" TEXT NOT NULL,
  "record" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "on" TEXT NOT NULL,
  "from" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "href" TEXT,
  PRIMARY KEY ("record_kind", "record", "number")
);
INSERT INTO "replies" VALUES('provision','acorn/terms/training-unless-you-object',1,'2026-04-24','entity','We are glad you found the switch.',NULL);
CREATE TABLE "runs" (
  "document" TEXT NOT NULL,
  "run" INTEGER NOT NULL,
  "stamp" TEXT NOT NULL,
  "first_captured" TEXT NOT NULL,
  "last_seen" TEXT NOT NULL,
  "returns_to" INTEGER,
  "is_reread" INTEGER NOT NULL CHECK ("is_reread" IN (0, 1)),
  "is_change" INTEGER NOT NULL CHECK ("is_change" IN (0, 1)),
  "summary" TEXT,
  "significance" TEXT,
  PRIMARY KEY ("document", "run"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("document", "stamp") REFERENCES "texts" ("document", "stamp")
);
INSERT INTO "runs" VALUES('acorn/privacy',0,'2026-03-11T080000Z','2026-03-11T08:00:00Z','2026-03-11T08:00:00Z',NULL,0,0,NULL,NULL);
INSERT INTO "runs" VALUES('acorn/terms',0,'2026-01-10T080000Z','2026-01-10T08:00:00Z','2026-02-03T08:00:00Z',NULL,0,0,NULL,NULL);
INSERT INTO "runs" VALUES('acorn/terms',1,'2026-02-10T080000Z','2026-02-10T08:00:00Z','2026-02-10T08:00:00Z',NULL,0,1,NULL,NULL);
INSERT INTO "runs" VALUES('acorn/terms',2,'2026-01-10T080000Z','2026-02-12T08:00:00Z','2026-02-12T08:00:00Z',0,0,0,NULL,NULL);
INSERT INTO "runs" VALUES('acorn/terms',3,'2026-04-20T080000Z','2026-04-20T08:00:00Z','2026-04-20T08:00:00Z',NULL,0,1,'The time for deletion is doubled.','substantive');
INSERT INTO "runs" VALUES('birch/terms',0,'2026-02-01T093000Z','2026-02-01T09:30:00Z','2026-02-01T09:30:00Z',NULL,0,0,NULL,NULL);
INSERT INTO "runs" VALUES('birch/terms',1,'2026-04-01T093000Z','2026-04-01T09:30:00Z','2026-04-01T09:30:00Z',NULL,0,1,NULL,NULL);
CREATE TABLE "severity_guide" (
  "clause_type" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "guide" TEXT NOT NULL,
  PRIMARY KEY ("clause_type", "severity"),
  FOREIGN KEY ("clause_type") REFERENCES "clause_types" ("clause_type")
);
CREATE TABLE "supersessions" (
  "provision" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "superseded_provision" TEXT,
  "superseded_finding" TEXT,
  PRIMARY KEY ("provision", "number"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("superseded_provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("superseded_finding") REFERENCES "findings" ("finding")
);
CREATE TABLE "supports" (
  "provision" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "document" TEXT NOT NULL,
  "captured_at" TEXT NOT NULL,
  "text" TEXT,
  "is_hidden" INTEGER NOT NULL CHECK ("is_hidden" IN (0, 1)),
  "heading" TEXT,
  "href" TEXT,
  "why" TEXT,
  "match" TEXT,
  "start" INTEGER,
  "end" INTEGER,
  PRIMARY KEY ("provision", "number"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document"),
  FOREIGN KEY ("document", "captured_at") REFERENCES "captures" ("document", "captured_at")
);
CREATE TABLE "texts" (
  "document" TEXT NOT NULL,
  "stamp" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "is_held" INTEGER NOT NULL CHECK ("is_held" IN (0, 1)),
  "unusable" TEXT,
  "unusable_note" TEXT,
  "withheld_on" TEXT,
  "withheld_because" TEXT,
  "published" TEXT,
  "updated" TEXT,
  "effective" TEXT,
  "url" TEXT NOT NULL,
  "file_url" TEXT,
  PRIMARY KEY ("document", "stamp"),
  FOREIGN KEY ("document") REFERENCES "documents" ("document")
);
INSERT INTO "texts" VALUES('acorn/privacy','2026-01-11T080000Z','8bd65db5fc12772ced8cb5a0237563e266f35783b7f02d2726abe052637ad379',0,NULL,NULL,'2026-03-12','It held a private telephone number.',NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/privacy/text/2026-01-11T080000Z/',NULL);
INSERT INTO "texts" VALUES('acorn/privacy','2026-03-11T080000Z','4867f1e27b8f372ce45a4ecc9f31372266ca1aa0950871dc1913a80376f3f597',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/privacy/text/2026-03-11T080000Z/','https://golden.example/atlas/platform/acorn/privacy/text/2026-03-11T080000Z.md');
INSERT INTO "texts" VALUES('acorn/terms','2026-01-10T080000Z','bab834a9d4cee19eb68cba05a4c06820ce8801c8b959a3ac0569f2be4ff3e050',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/terms/text/2026-01-10T080000Z/','https://golden.example/atlas/platform/acorn/terms/text/2026-01-10T080000Z.md');
INSERT INTO "texts" VALUES('acorn/terms','2026-02-10T080000Z','222276aac70020748068b12b9422a314e11d0c003b9a66167387cb04558c7f71',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/terms/text/2026-02-10T080000Z/','https://golden.example/atlas/platform/acorn/terms/text/2026-02-10T080000Z.md');
INSERT INTO "texts" VALUES('acorn/terms','2026-03-01T080000Z','50f09dc95334570e4281f19166ebecba1f24d660953256e5de5ba5dc001488f1',1,'error-page','The server was down.',NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/acorn/terms/text/2026-03-01T080000Z/','https://golden.example/atlas/platform/acorn/terms/text/2026-03-01T080000Z.md');
INSERT INTO "texts" VALUES('acorn/terms','2026-04-20T080000Z','0909cf74bd88e38a324e420a90a59a1358f85b491d33ea2b3e29e8111e4fa0b3',1,NULL,NULL,NULL,NULL,NULL,'2026-04-15','2026-05','https://golden.example/atlas/platform/acorn/terms/text/2026-04-20T080000Z/','https://golden.example/atlas/platform/acorn/terms/text/2026-04-20T080000Z.md');
INSERT INTO "texts" VALUES('birch/terms','2026-02-01T093000Z','e41e8cc62bb87ff24edb4a46aff82be08b1b4ca984dc22d0acaa1fd69252d4a6',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/birch/terms/text/2026-02-01T093000Z/','https://golden.example/atlas/platform/birch/terms/text/2026-02-01T093000Z.md');
INSERT INTO "texts" VALUES('birch/terms','2026-04-01T093000Z','65ad9f49629ec432fc4b2bd260606b43f6f242fc068da51b0ea18e85285552c9',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'https://golden.example/atlas/platform/birch/terms/text/2026-04-01T093000Z/','https://golden.example/atlas/platform/birch/terms/text/2026-04-01T093000Z.md');
CREATE TABLE "verdicts" (
  "provision" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "captured_at" TEXT NOT NULL,
  "verdict" TEXT NOT NULL,
  "note" TEXT,
  "on" TEXT NOT NULL,
  "by" TEXT,
  PRIMARY KEY ("provision", "number"),
  FOREIGN KEY ("provision") REFERENCES "provisions" ("provision"),
  FOREIGN KEY ("by") REFERENCES "people" ("person")
);
INSERT INTO "verdicts" VALUES('birch/terms/never-trains',1,'2026-04-01T09:30:00Z','removed','The promise is gone.','2026-04-02','ann');
CREATE INDEX "jurisdiction_members_by_member" ON "jurisdiction_members" ("member");
CREATE INDEX "operators_by_jurisdiction" ON "operators" ("jurisdiction");
CREATE INDEX "operators_by_parent" ON "operators" ("parent");
CREATE INDEX "regulations_by_jurisdiction" ON "regulations" ("jurisdiction");
CREATE INDEX "agencies_by_jurisdiction" ON "agencies" ("jurisdiction");
CREATE INDEX "agency_regulations_by_regulation" ON "agency_regulations" ("regulation");
CREATE INDEX "agency_jurisdictions_by_jurisdiction" ON "agency_jurisdictions" ("jurisdiction");
CREATE INDEX "clause_types_by_category" ON "clause_types" ("category");
CREATE INDEX "clause_type_documents_by_document_type" ON "clause_type_documents" ("document_type");
CREATE INDEX "clause_type_regulations_by_regulation" ON "clause_type_regulations" ("regulation");
CREATE INDEX "entities_by_operator" ON "entities" ("operator");
CREATE INDEX "entities_by_jurisdiction" ON "entities" ("jurisdiction");
CREATE INDEX "entity_supersessions_by_superseded" ON "entity_supersessions" ("superseded");
CREATE INDEX "documents_by_entity" ON "documents" ("entity");
CREATE INDEX "documents_by_document_type" ON "documents" ("document_type");
CREATE INDEX "document_links_by_other" ON "document_links" ("other");
CREATE INDEX "document_entities_by_entity" ON "document_entities" ("entity");
CREATE INDEX "runs_by_document_stamp" ON "runs" ("document", "stamp");
CREATE INDEX "captures_by_archive" ON "captures" ("archive");
CREATE INDEX "captures_by_document_stamp" ON "captures" ("document", "stamp");
CREATE INDEX "captures_by_document_run" ON "captures" ("document", "run");
CREATE INDEX "findings_by_document" ON "findings" ("document");
CREATE INDEX "findings_by_entity" ON "findings" ("entity");
CREATE INDEX "findings_by_clause_type" ON "findings" ("clause_type");
CREATE INDEX "findings_by_other" ON "findings" ("other");
CREATE INDEX "findings_by_document_captured_at" ON "findings" ("document", "captured_at");
CREATE INDEX "provisions_by_entity" ON "provisions" ("entity");
CREATE INDEX "provisions_by_document" ON "provisions" ("document");
CREATE INDEX "provisions_by_clause_type" ON "provisions" ("clause_type");
CREATE INDEX "provisions_by_clause_type_answer" ON "provisions" ("clause_type", "answer");
CREATE INDEX "provisions_by_document_captured_at" ON "provisions" ("document", "captured_at");
CREATE INDEX "answers_by_clause_type" ON "answers" ("clause_type");
CREATE INDEX "answers_by_clause_type_answer" ON "answers" ("clause_type", "answer");
CREATE INDEX "provision_regulations_by_regulation" ON "provision_regulations" ("regulation");
CREATE INDEX "provision_articles_by_regulation" ON "provision_articles" ("regulation");
CREATE INDEX "provision_agencies_by_agency" ON "provision_agencies" ("agency");
CREATE INDEX "verdicts_by_by" ON "verdicts" ("by");
CREATE INDEX "provision_people_by_person" ON "provision_people" ("person");
CREATE INDEX "supersessions_by_superseded_provision" ON "supersessions" ("superseded_provision");
CREATE INDEX "supersessions_by_superseded_finding" ON "supersessions" ("superseded_finding");
CREATE INDEX "peers_by_peer" ON "peers" ("peer");
CREATE INDEX "excerpts_by_document" ON "excerpts" ("document");
CREATE INDEX "excerpts_by_document_captured_at" ON "excerpts" ("document", "captured_at");
CREATE INDEX "excerpt_states_by_document" ON "excerpt_states" ("document");
CREATE INDEX "excerpt_states_by_document_run" ON "excerpt_states" ("document", "run");
CREATE INDEX "supports_by_document" ON "supports" ("document");
CREATE INDEX "supports_by_document_captured_at" ON "supports" ("document", "captured_at");
CREATE INDEX "coverage_by_region" ON "coverage" ("region");
CREATE INDEX "coverage_by_clause_type" ON "coverage" ("clause_type");
CREATE INDEX "coverage_answers_by_region" ON "coverage_answers" ("region");
CREATE INDEX "coverage_answers_by_clause_type" ON "coverage_answers" ("clause_type");
CREATE INDEX "coverage_answers_by_provision" ON "coverage_answers" ("provision");
CREATE INDEX "coverage_answers_by_provision_variant" ON "coverage_answers" ("provision", "variant");
CREATE INDEX "coverage_answers_by_clause_type_answer" ON "coverage_answers" ("clause_type", "answer");
CREATE INDEX "coverage_findings_by_region" ON "coverage_findings" ("region");
CREATE INDEX "coverage_findings_by_clause_type" ON "coverage_findings" ("clause_type");
CREATE INDEX "coverage_findings_by_finding" ON "coverage_findings" ("finding");
CREATE INDEX "prevalence_by_region" ON "prevalence" ("region");
CREATE INDEX "events_by_entity" ON "events" ("entity");
CREATE INDEX "events_by_document" ON "events" ("document");
CREATE INDEX "events_by_provision" ON "events" ("provision");
CREATE INDEX "events_by_finding" ON "events" ("finding");
CREATE INDEX "events_by_clause_type" ON "events" ("clause_type");
CREATE INDEX "log_by_by" ON "log" ("by");
PRAGMA writable_schema=OFF;
COMMIT;
