// Whether single keys act: a setting of this browser, for who steers by voice.

const NAME = "dragoman-keys";

export const keysOn = () => localStorage.getItem(NAME) !== "off";

export function keysSetting(box) {
  if (!box) return;
  box.checked = keysOn();
  box.addEventListener("change", () => localStorage.setItem(NAME, box.checked ? "on" : "off"));
}
