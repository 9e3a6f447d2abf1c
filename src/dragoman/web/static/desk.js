// The desk of review: keys, words chosen in the text, pages that come without a reload.
import { keysOn, keysSetting } from "./keys.js";
import { selected } from "./offsets.js";

// Looked up before they are asked for: the next, the one after it, the previous.
const KEEP = ["a[rel=next]", "li.now + li + li > a", "a[rel=prev]"];
let pages = new Map(); // of the queue, by address; forgotten whenever something is decided
let armed = null; // the field that the next words chosen go to
let asking = false;

const at = (id) => document.getElementById(id);
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

async function get(address) {
  const answer = await fetch(address);
  return { html: await answer.text(), address: answer.url, ok: answer.ok };
}

function show({ html, address }, { push = true } = {}) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const next = page.getElementById("main");
  if (!next || !page.getElementById("desk")) {
    location.href = address; // another page than ours
    return;
  }
  // What is opened stays: nothing moves under the hand but the record itself.
  const middle = document.querySelector(".middle");
  const same = middle && at("text")?.dataset.report === page.getElementById("text")?.dataset.report;
  const scrolled = same ? middle.scrollTop : 0;
  at("main").replaceWith(next);
  document.title = page.title;
  if (push && address !== location.href) history.pushState(null, "", address);
  const now = document.querySelector(".middle");
  if (now) now.scrollTop = scrolled;
  armed = null;
  begin();
}

// One act at a time: a key that is pressed meanwhile would act on a record nobody has seen yet.
async function once(act) {
  if (asking) return;
  asking = true;
  try {
    await act();
  } catch {
    tell("The server does not answer. Look whether it still runs, then repeat.");
  } finally {
    asking = false;
  }
}

const go = (address, options) =>
  once(async () => show((await pages.get(address)) ?? (await get(address)), options));

const send = (form, button) =>
  once(async () => {
    const data = new URLSearchParams(new FormData(form));
    if (button?.name) data.append(button.name, button.value);
    const answer = await fetch(form.action, { method: "POST", body: data });
    const html = await answer.text();
    pages = new Map();
    if (answer.ok) show({ html, address: answer.url });
    else tell(new DOMParser().parseFromString(html, "text/html").querySelector(".told")?.textContent ?? html);
  });

function tell(said) {
  const line = document.createElement("p");
  line.className = "told wrong";
  line.textContent = said;
  at("told").replaceChildren(line);
}

function inSight() {
  const words = document.querySelector(".middle .ref.on");
  const middle = document.querySelector(".middle");
  if (!words || !middle) return;
  const [a, b] = [words.getBoundingClientRect(), middle.getBoundingClientRect()];
  if (middle.scrollHeight > middle.clientHeight && (a.top < b.top + 40 || a.bottom > b.bottom - 80))
    middle.scrollTop += a.top - b.top - b.height / 3;
  const now = document.querySelector(".queue .now");
  const queue = document.querySelector(".queue");
  if (now && queue && now.offsetTop > queue.scrollTop + queue.clientHeight - 40)
    queue.scrollTop = now.offsetTop - queue.clientHeight / 2;
  const list = now?.parentElement; // a row on narrow screens
  if (list) list.scrollLeft = now.offsetLeft - list.offsetLeft;
}

function begin() {
  inSight();
  for (const link of document.querySelectorAll(KEEP.join()))
    if (!pages.has(link.href)) pages.set(link.href, get(link.href).then((page) => (page.ok ? page : null), () => null));
}

function open(details) {
  if (!details) return;
  details.open = true;
  return details;
}

// To a field: its input is ready, and words chosen next in the text go to it.
function arm(field) {
  open(field);
  armed = field;
  const form = field.querySelector("form");
  const input = form?.querySelector("[name=value]");
  const words = selected(at("text"));
  if (words && form?.elements.start) return put(form, words);
  input?.focus();
  input?.select?.();
}

function put(form, words) {
  form.elements.start.value = words.start;
  form.elements.end.value = words.end;
  return send(form);
}

function missed() {
  const box = open(at("missed"));
  const words = selected(at("text"));
  const form = box?.querySelector("form");
  if (!form) return;
  if (words) {
    form.elements.start.value = words.start;
    form.elements.end.value = words.end;
    form.elements.words.value = getSelection().toString().trim();
  }
  form.elements.kind.focus();
}

function help() {
  let dialog = at("keys-help");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "keys-help";
    dialog.setAttribute("aria-label", "Keys");
    document.body.append(dialog);
  }
  once(async () => {
    const { html } = await get("/help");
    const page = new DOMParser().parseFromString(html, "text/html");
    const close = document.createElement("button");
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(page.getElementById("keys"), close);
    keysSetting(dialog.querySelector("#keys-on"));
    dialog.showModal();
  });
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    armed = null;
    document.activeElement?.blur?.();
    at("reject")?.removeAttribute("open");
    return;
  }
  if (!keysOn() || typing(event.target)) return;
  const reject = at("reject");
  const own = reject?.open
    ? reject.querySelector(`[data-key="${CSS.escape(event.key)}"]`)
    : document.querySelector(`.edges [data-key="${CSS.escape(event.key)}"]`);
  const field = document.querySelector(`.field[data-key="${CSS.escape(event.key)}"]`);
  const acts = {
    j: () => at("next") && go(at("next").href),
    k: () => at("previous") && go(at("previous").href),
    a: () => at("accept") && send(at("accept")),
    x: () => open(reject)?.querySelector("button").focus(),
    e: () => document.querySelector(".field[data-key]") && arm(document.querySelector(".field[data-key]")),
    n: missed,
    u: () => send(at("undo")),
    "?": help,
  };
  const act = own ? () => send(own.form, own) : (acts[event.key] ?? (field && (() => arm(field))));
  if (!act) return;
  event.preventDefault();
  act();
}

function chosen(event) {
  if (!armed || !event.target.closest?.("#text")) return;
  const form = armed.querySelector("form");
  const words = selected(at("text"));
  if (words && form?.elements.start) put(form, words);
}

export function desk() {
  document.addEventListener("keydown", key);
  document.addEventListener("mouseup", chosen);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !form.closest("#desk") || form.closest(".save")) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener("toggle", (event) => {
    const field = event.target.closest?.(".field[data-key]");
    if (field?.open) armed = field;
    else if (field === armed) armed = null;
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#help")) {
      event.preventDefault();
      help();
      return;
    }
    const number = event.target.closest(".middle .ref");
    const link = number
      ? at(`c-${number.dataset.r}`)
      : event.target.closest(".queue ol a, .others a");
    if (number) event.preventDefault();
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.href);
  });
  window.addEventListener("popstate", () => go(location.href, { push: false }));
  begin();
}
