// Where something in a report's page stands in its text. The server counts code points; a browser
// counts UTF-16 units, in which an emoji is two.

export const points = (text) => Array.from(text).length;

// Elements that stand for characters that would not be seen count one; numbers of records none.
function counted(node) {
  if (node.nodeType === Node.TEXT_NODE) return points(node.data);
  if (node.classList?.contains("unseen")) return 1;
  if (node.classList?.contains("ref")) return 0;
  return [...node.childNodes].reduce((sum, child) => sum + counted(child), 0);
}

// The code point at which a point of a selection stands; null outside of the text.
export function offsetOf(node, offset) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const home = element?.closest("[data-s]");
  if (!home) return null;
  const range = document.createRange();
  range.setStart(home, 0);
  range.setEnd(node, offset);
  return Number(home.dataset.s) + counted(range.cloneContents());
}

// The stretch of the text that is selected, in code points; null where none is.
export function selected(text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? null : { start, end };
}
