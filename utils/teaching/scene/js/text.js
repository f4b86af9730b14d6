// @ts-check
// Numbers and templates as text: the same as notebook/text.py writes them, to the last digit.

const FIELD = /(?<![_^])\{([^{}:\s]+)(?::(\+?)(?:\.(\d+))?([fged%]))?\}/g;

/** An exact tie goes to the even digit, as in Python: `up` is JavaScript's answer, `cut` the digits without rounding.
 * @param {string} up @param {string} cut */
const even = (up, cut) => (/[02468]\.?$/.test(cut) ? cut.replace(/\.$/, "") : up);

/** Python's f"{v:.{digits}f}". A tie needs v = odd / 2^(digits + 1), since powers of ten have no other half.
 * @param {number} v @param {number} digits @returns {string} */
export function fixed(v, digits) {
  if (Math.abs(v) >= 1e21) return BigInt(v) + (digits ? "." + "0".repeat(digits) : "");
  const up = v.toFixed(digits);
  return Math.abs(v * 2 ** (digits + 1)) % 2 === 1 ? even(up, v.toFixed(digits + 1).slice(0, -1)) : up;
}

/** Python's f"{v:.{digits}e}" as [mantissa, exponent]; a hundred digits show whether it is a tie.
 * @param {number} v @param {number} digits @returns {[string, number]} */
function scientific(v, digits) {
  const [up, power] = v.toExponential(digits).split("e"), [exact, exponent] = v.toExponential(100).split("e");
  const end = exact.indexOf(".") + 1 + digits;
  if (!/^50*$/.test(exact.slice(end))) return [up, +power];
  const cut = exact.slice(0, end), best = even(up, cut);
  return [best, best === up ? +power : +exponent];
}

/** Python's f"{v:.{digits}g}": so many significant digits, no trailing zeros, an exponent only when that is shorter.
 * @param {number} v @param {number} digits @returns {string} */
export function general(v, digits) {
  digits = Math.max(1, digits);
  const [mantissa, exponent] = scientific(v, digits - 1), short = exponent >= -4 && exponent < digits;
  const s = short ? fixed(v, digits - 1 - exponent) : mantissa, tidy = s.includes(".") ? s.replace(/\.?0+$/, "") : s;
  return short ? tidy : tidy + power(exponent);
}

/** @param {number} exponent */
const power = (exponent) => `e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;

/** One number as text, with a true minus sign and ∞.
 * @param {number} v @param {string} [sign] @param {string | number} [digits] @param {string} [kind] */
export function number(v, sign, digits, kind) {
  if (Number.isNaN(v)) return "undefined";
  if (!Number.isFinite(v)) return v > 0 ? "∞" : "−∞";
  const places = digits === undefined ? 6 : +digits;
  let s;
  if (kind === "d" || (!kind && Number.isInteger(v))) s = fixed(v, 0).replace(/^-0$/, "0");
  else if (!kind) s = general(v, 4);
  else if (kind === "f") s = fixed(v, places);
  else if (kind === "%") s = fixed(100 * v, places) + "%";
  else if (kind === "g") s = general(v, places);
  else { const [mantissa, exponent] = scientific(v, places); s = mantissa + power(exponent); }
  if (sign && !s.startsWith("-") && (kind === "d" || !Object.is(v, -0))) s = "+" + s;
  if (parseFloat(s) === 0) s = s.replace(/^-/, "");
  return s.replaceAll("-", "−");
}

/** The template with its numbers filled in, each between `open` and `close`.
 * @param {string} template @param {Record<string, number>} numbers */
export function fill(template, numbers, open = "", close = "") {
  const one = (/** @type {string[]} */ ...[, name, sign, digits, kind]) => number(numbers[name], sign, digits, kind);
  return template.replace(FIELD, (...match) => open + one(...match) + close);
}

/** A float32 as the decimal it was made from, as clock.py has it: 0.005, not 0.0049999999.
 * @param {number} v */
export const tidy = (v) => (Number.isInteger(v) || !Number.isFinite(v) ? v : +scientific(v, 6).join("e"));

/** @param {string} s */
const escape = (s) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const SCRIPT = /([_^])(?:\{([^{}]*)\}|(\S))/g;

/** x_t, R^2, x_{t−1} as HTML; what stands between \u0001 and \u0002 is bold.
 * @param {string} s */
export const marked = (s) => escape(s)
  .replace(SCRIPT, (_, mark, group, one) => {
    const tag = mark === "_" ? "sub" : "sup";
    return `<${tag}>${group ?? one}</${tag}>`;
  })
  .replace(/\u0001/g, "<b>").replace(/\u0002/g, "</b>");
