import assert from "node:assert/strict";
import { test } from "node:test";
import { whyWeak } from "./weakPassword.ts";

const OWN = ["mlopez", "Maria Lopez", "Rosewood Family Practice"];

for (const password of [
  ...["short", "elevensigns", "123456789012", "aaaaaaaaaaaa", "abcdefghijkl", "111122223333", "098765432109"],
  ...["Password1234", "P@ssw0rd1234", "passwordpassword", "qwertyuiop123", "Welcome2026!!", "Administrator1"],
  ...["Maria.Lopez.2026", "rosewoodfamily", "Rosewood2026!!", "firstring-firstring", "September2026!"],
])
  test(`refused: ${password}`, () => assert.notEqual(whyWeak(password, OWN), undefined));

for (const password of [
  ...["a door of green glass", "correct horse battery staple", "7391 0286 4415 9", "Xk9#mQ2$vL7!", "дом у реки стоит"],
  ...["lopez walks slowly home", "mi perro come zanahorias"],
])
  test(`taken: ${password}`, () => assert.equal(whyWeak(password, OWN), undefined));
