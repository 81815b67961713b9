"""The words of a page of HTML, line by line, as far as a reader sees them."""

from html.parser import HTMLParser

LINES = {"p", "h1", "h2", "h3", "h4", "li", "div", "caption", "summary", "figcaption", "tr",
         "section", "text", "title", "desc", "table", "br", "dt", "dd", "button"}  # fmt: skip
UNSEEN = {"style", "script", "template"}


class Words(HTMLParser):
    """Take the words out of a page: a line a block, a bar between two cells."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces, self.unseen = [], 0

    def handle_starttag(self, tag, attrs):
        """Begin a line or a cell; note what is said aloud only."""
        self.unseen += tag in UNSEEN
        if tag in LINES:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" | ")
        for name, value in attrs:
            if name in ("aria-label", "alt") and value:
                self.pieces.append(f"\n{value}\n")

    def handle_endtag(self, tag):
        """End a line."""
        self.unseen -= tag in UNSEEN
        if tag in LINES:
            self.pieces.append("\n")

    def handle_data(self, data):
        """Keep the words."""
        if not self.unseen:
            self.pieces.append(data.replace("\n", " "))


def words_of(html):
    """Give the lines of a page."""
    reader = Words()
    reader.feed(html)
    lines = (line.strip().removeprefix("| ").strip() for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"
