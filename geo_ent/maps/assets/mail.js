// A mail's address: nothing that a text holds can add a recipient or a header to it.

const LONGEST = 120; // mail programs cut addresses at about 2,000 signs

/** One line, of a length that fits. @param {string} text @returns {string} */
function brief(text) {
  const line = text.replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, " ").trim();
  return line.length > LONGEST ? Array.from(line).slice(0, LONGEST).join("") + "…" : line;
}

/**
 * The address of a mail.
 * @param {string} contact @param {string} subject @param {string[]} lines
 * @returns {string}
 */
export function mailAddress(contact, subject, lines) {
  const to = contact.split("@").map(encodeURIComponent).join("@");
  const body = lines.map(brief).join("\r\n");
  return `mailto:${to}?subject=${encodeURIComponent(brief(subject))}&body=${encodeURIComponent(body)}`;
}
