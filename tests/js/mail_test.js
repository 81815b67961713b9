// A mail's address: whatever the texts hold, one recipient, one subject, one body.
import { mailAddress } from "../../geo_ent/maps/assets/mail.js";

/** @param {unknown} found @param {unknown} expected */
function same(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(expected)}`);
}

/** @param {string} address @returns {{to: string, told: [string, string][]}} as a mail program reads it */
function read(address) {
  const [to, query] = address.replace("mailto:", "").split("?");
  const told = query.split("&").map((pair) => /** @type {[string, string]} */ (pair.split("=").map(decodeURIComponent)));
  return { to: decodeURIComponent(to), told };
}

Deno.test("what is said is read back, accents and signs included", () => {
  const { to, told } = read(mailAddress("dane@ac.example", "École & co ?", ["Été : 100 %", "", "a=b"]));
  same(to, "dane@ac.example");
  same(told, [["subject", "École & co ?"], ["body", "Été : 100 %\r\n\r\na=b"]]);
});

Deno.test("no text adds a recipient, a header or a line", () => {
  const evil = "x\r\nBcc: all@evil.example\n&cc=y@evil.example?subject=z#\u202e\u0000\ud800";
  const { to, told } = read(mailAddress("dane@ac.example", evil, [evil, "end"]));
  same(to, "dane@ac.example");
  same(told.map(([name]) => name), ["subject", "body"]);
  same(told[0][1], "x Bcc: all@evil.example &cc=y@evil.example?subject=z#");
  same(told[1][1].split("\r\n").length, 2);
});

Deno.test("an address that isn't one can't carry more than itself", () => {
  same(mailAddress("a@b.example?bcc=c@d.example", "s", []).split("?").length, 2);
  same(mailAddress("a@b.example,c@d.example", "s", []).includes(","), false);
});

Deno.test("a name of 10 kB is cut, so that the mail opens", () => {
  same(mailAddress("a@b.example", "é".repeat(10000), ["😀".repeat(10000)]).length < 2500, true);
});
