import js from "@eslint/js";
import globals from "globals";

// The scripts of the report page share one global scope, in the order in which the page names them.
const shared = {
  d3: "readonly",
  Format: "writable",
  Tip: "writable",
  drawFlame: "writable",
  drawTable: "writable",
  drawTimeline: "writable",
  kindOf: "writable",
  outcomeOf: "writable",
};

export default [
  js.configs.recommended,
  {
    files: ["**/cli/report/*.js"],
    languageOptions: { sourceType: "script", globals: { ...globals.browser, ...shared } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-redeclare": ["error", { builtinGlobals: false }],
      "no-unused-vars": ["error", { vars: "local" }],
      eqeqeq: "error",
      "prefer-const": "error",
      "no-var": "error",
    },
  },
];
