// Repeatable chance, so that the same page shows the same data twice.

let state = 20_241;

export function roll(): number {
  state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
  return state / 4_294_967_296;
}

export const below = (limit: number): number => Math.floor(roll() * limit);

export function pick<T>(from: readonly T[]): T {
  return from[below(from.length)] as T;
}

export function uuid(): string {
  const hex = Array.from({ length: 32 }, () => below(16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

const MINUTE = 60_000;
export const START = Date.now();
export const minutesAgo = (minutes: number): string => new Date(START - minutes * MINUTE).toISOString();
export const daysAhead = (days: number): string => new Date(START + days * 1440 * MINUTE).toISOString();
