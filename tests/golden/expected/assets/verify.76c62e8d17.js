// Hashes a published file again, in the reader's own browser, and says whether it has the hash that the page prints.
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function said(address, expected) {
  try {
    const response = await fetch(address, { cache: "no-store" });
    if (!response.ok) return `Could not check: the file was not served (${response.status}).`;
    const bytes = await response.arrayBuffer();
    const found = hex(await crypto.subtle.digest("SHA-256", bytes));
    const size = bytes.byteLength.toLocaleString(document.documentElement.lang);
    if (found === expected) return `Match: the file of ${size} bytes, as served just now, has this hash.`;
    return `Mismatch: the file of ${size} bytes, as served just now, has another hash, ${found}.`;
  } catch {
    return "Could not check: the file could not be fetched.";
  }
}

// Browsers hash only on pages served over https, or by the reader's own machine.
for (const place of crypto.subtle ? document.querySelectorAll("[data-verify]") : []) {
  const status = place.querySelector("[role=status]");
  const button = place.querySelector("button");
  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    status.textContent = "Checking…";
    status.textContent = await said(place.dataset.verify, place.dataset.sha256);
    button.disabled = false;
  });
}
