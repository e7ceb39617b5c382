import type { Aim } from './statistics.mjs';

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string;
export function figure(value: number): string;
export function percent(share: number): string;
export function aimText(aim: Aim): string;
