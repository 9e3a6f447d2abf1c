// What pages do more with JavaScript than without: everything here is a form or a link first.
import { cards } from "./cards.js";
import { follow } from "./reading.js";
import { desk } from "./desk.js";
import { keysSetting } from "./keys.js";

cards(document.querySelector("[data-text]"));
follow(document.querySelector("[data-follow]"));
if (document.getElementById("desk")) desk();
keysSetting(document.getElementById("keys-on"));
