import { expect, it } from "vitest";
import { IntStack } from "../../../src/graph/arrays/int-stack.ts";

it("gives back the last value first, and looks without taking", () => {
  const stack = new IntStack();
  stack.push(1);
  stack.push(0xffffffff);
  expect(stack.peek()).toBe(0xffffffff);
  expect([stack.pop(), stack.pop(), stack.size]).toEqual([0xffffffff, 1, 0]);
});

it("grows beyond its first capacity", () => {
  const stack = new IntStack(2);
  for (let value = 0; value < 1000; value++) stack.push(value);
  expect(stack.size).toBe(1000);
  for (let value = 999; value >= 0; value--) expect(stack.pop()).toBe(value);
});

it("grows from a capacity of one", () => {
  const stack = new IntStack(1);
  for (const value of [5, 6, 7]) stack.push(value);
  expect([stack.pop(), stack.pop(), stack.pop()]).toEqual([7, 6, 5]);
});
