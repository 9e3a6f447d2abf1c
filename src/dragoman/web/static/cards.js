// A report's text and its cards: each shows where the other is.

const ids = (mark) => (mark.dataset.r || "").split(" ").filter(Boolean);

export function cards(reader) {
  if (!reader) return;
  const text = reader.querySelector(".text");

  const show = (wanted, { scroll }) => {
    for (const card of reader.querySelectorAll("[data-card]"))
      card.classList.toggle("on", wanted.includes(card.dataset.card));
    for (const mark of text.querySelectorAll("[data-r]")) {
      const here = ids(mark).some((id) => wanted.includes(id));
      mark.classList.toggle("on", here && mark.classList.contains("ref"));
      for (const line of mark.querySelectorAll(".l")) line.classList.toggle("on", here);
    }
    const first = wanted[0] && document.getElementById(`${scroll === "card" ? "c" : "w"}-${wanted[0]}`);
    first?.scrollIntoView({ block: "nearest" });
  };

  text.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-r]");
    if (!mark || !getSelection().isCollapsed) return;
    const wanted = ids(mark);
    if (!wanted.length) return;
    event.preventDefault();
    show(wanted, { scroll: "card" });
    if (mark.classList.contains("ref")) {
      history.replaceState(null, "", `#c-${wanted[0]}`);
      document.querySelector(`[id="c-${wanted[0]}"] .number`)?.focus({ preventScroll: true });
    }
  });

  reader.querySelector(".cards").addEventListener("click", (event) => {
    const card = event.target.closest("[data-card]");
    const other = event.target.closest("a, summary, button");
    if (!card || (other && !other.classList.contains("number"))) return;
    event.preventDefault();
    show([card.dataset.card], { scroll: "words" });
  });

  const hash = location.hash.match(/^#[wc]-(.+)$/);
  if (hash) show([hash[1]], { scroll: "words" });
}
