// The options form: what is chosen, remembered, shuffled and shown on the doll.

import { strings } from "./strings.js";

const memory = "scrip.options";
// Only one of each pair can be worn.
const rivals = [["glasses", "sunglasses"], ["cap", "beanie"]];
const dollColours = {
  skinTone: "--skin", hairColor: "--hair", clothingColor: "--cloth", eyeColor: "--eye",
};
const inSummary = ["ageGroup", "hairStyle", "clothing"];

const form = document.getElementById("options");
const transparent = document.getElementById("transparent");
const groups = [...form.querySelectorAll("fieldset")];
const inputs = (group) => [...group.querySelectorAll("input")];
const groupOf = (field) => groups.find((group) => group.dataset.field === field);
const isMultiple = (group) => "multiple" in group.dataset;

export function startOptions(onChange) {
  restore();
  for (const group of groups) chooseSomething(group);
  const changed = () => {
    showChosen();
    remember();
    onChange();
  };
  form.addEventListener("change", ({ target }) => {
    if (target.checked) takeOffRivals(target);
    changed();
  });
  // Enter in a field must not order a picture: nothing is spent without pressing Generate.
  form.addEventListener("submit", (event) => event.preventDefault());
  changed();
}

/** The options as the request's body wants them. */
export function read() {
  const options = {};
  for (const group of groups) {
    const chosen = inputs(group).filter((input) => input.checked).map((input) => input.value);
    if (isMultiple(group)) options[group.dataset.field] = chosen;
    else if (chosen.length > 0) options[group.dataset.field] = chosen[0];
  }
  options.transparent = transparent.checked;
  return options;
}

/** Chooses these options, leaving alone what they do not name or the page does not know. */
export function apply(options) {
  for (const group of groups) {
    const wanted = options[group.dataset.field];
    if (wanted === undefined || wanted === null) continue;
    const values = isMultiple(group) ? [wanted].flat() : [wanted];
    const known = inputs(group).some((input) => values.includes(input.value));
    if (!known && !isMultiple(group)) continue;
    for (const input of inputs(group)) input.checked = values.includes(input.value);
  }
  if (typeof options.transparent === "boolean") transparent.checked = options.transparent;
  form.dispatchEvent(new Event("change"));
}

export function surprise() {
  const options = {};
  for (const group of groups) {
    const values = inputs(group).map((input) => input.value);
    options[group.dataset.field] = isMultiple(group) ? someOf(values) : oneOf(values);
  }
  apply(options);
}

/** The look in a few words, as the form's own labels name it. */
export function summary(options, fields = inSummary) {
  return strings.joined(fields.flatMap((field) => labels(field, options[field])));
}

export const fullSummary = (options) => summary(options, groups.map((group) => group.dataset.field));

/** Paints a doll in these options' colours. */
export function paint(doll, options) {
  for (const [field, property] of Object.entries(dollColours)) {
    const input = inputOf(field, options[field]);
    const colour = input?.labels[0].querySelector("circle")?.getAttribute("fill");
    if (colour) doll.style.setProperty(property, colour);
  }
}

const oneOf = (values) => values[Math.floor(Math.random() * values.length)];

function someOf(values) {
  const worn = new Set(values.filter(() => Math.random() < 0.25));
  for (const [one, other] of rivals) {
    if (worn.has(one) && worn.has(other)) worn.delete(oneOf([one, other]));
  }
  return [...worn];
}

const inputOf = (field, value) =>
  groupOf(field) && inputs(groupOf(field)).find((input) => input.value === value);

function labels(field, value) {
  return [value].flat()
    .map((each) => inputOf(field, each)?.labels[0])
    .map((label) => label?.title || label?.textContent.trim())
    .filter(Boolean);
}

function chooseSomething(group) {
  const isChosen = inputs(group).some((input) => input.checked);
  if ("required" in group.dataset && !isMultiple(group) && !isChosen) inputs(group)[0].checked = true;
}

function takeOffRivals(worn) {
  const pair = rivals.find((pair) => pair.includes(worn.value));
  if (!pair) return;
  for (const input of inputs(worn.closest("fieldset"))) {
    if (input !== worn && pair.includes(input.value)) input.checked = false;
  }
}

function showChosen() {
  for (const group of groups) {
    const chosen = group.querySelector("[data-chosen]");
    if (chosen) chosen.textContent = labels(group.dataset.field, read()[group.dataset.field]).join(", ");
  }
}

// Storage may be switched off; the page works without.
function remember() {
  try {
    localStorage.setItem(memory, JSON.stringify(read()));
  } catch { /* not remembered */ }
}

function restore() {
  try {
    const remembered = JSON.parse(localStorage.getItem(memory));
    if (remembered && typeof remembered === "object") apply(remembered);
  } catch { /* nothing usable was remembered */ }
}
