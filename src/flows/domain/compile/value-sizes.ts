import type { FlowNode } from '../engine/nodes';
import { sizeOf, type TextSize, type ValueSize } from '../template/longest-text';
import { pathOf, type Reference } from '../template/reference';

const BYTES_A_CHARACTER = 4;
const ofPeople = (characters: number): TextSize => ({ characters, bytes: characters * BYTES_A_CHARACTER });
const ofMachines = (characters: number): TextSize => ({ characters, bytes: characters });

/** What a person may have written: the longest message, of which that many characters are kept. */
const ANY_TEXT = ofPeople(1_000);

/** Longest values by path; those of a path's parts hold for what is inside them. */
const SIZES: Readonly<Record<string, TextSize>> = {
  'contact.name': ofPeople(100),
  'contact.username': ofMachines(30),
  'contact.email': ofMachines(254),
  'contact.phone': ofMachines(20),
  'contact.stage': ofPeople(60),
  'contact.ownerId': ofMachines(40),
  'contact.followerCount': ofMachines(12),
  'contact.isVerified': ofMachines(5),
  'contact.followsBusiness': ofMachines(5),
  'contact.followedByBusiness': ofMachines(5),
  'context.channel': ofMachines(20),
  'context.language': ofMachines(35),
  'context.returning': ofMachines(5),
  'context.trigger.type': ofMachines(20),
  'context.trigger.keyword': ofPeople(100),
  'message.hasLink': ofMachines(5),
  'message.hasAttachment': ofMachines(5),
  time: ofMachines(30),
};

/** How long values can be, as far as that can be known: a variable that only gets fixed values is as long as the longest. */
export function valueSizesOf(variables: ReadonlyMap<string, readonly FlowNode[]>): ValueSize {
  const known = new Map<string, TextSize>();
  for (const [name, setters] of variables) known.set(name, sizeOfVariable(setters));
  return (reference) =>
    (reference.root === 'vars' ? known.get(reference.path[0] ?? '') : sizeByPath(reference)) ?? ANY_TEXT;
}

function sizeByPath(reference: Reference): TextSize | undefined {
  return SIZES[pathOf(reference)] ?? SIZES[reference.root];
}

function sizeOfVariable(setters: readonly FlowNode[]): TextSize {
  return setters.map(sizeOfSetter).reduce((a, b) => ({
    bytes: Math.max(a.bytes, b.bytes),
    characters: Math.max(a.characters, b.characters),
  }));
}

function sizeOfSetter(node: FlowNode): TextSize {
  if (node.type !== 'set_variable' || node.data.value === undefined) return ANY_TEXT;
  const value = String(node.data.value ?? '');
  return value.includes('{') ? ANY_TEXT : sizeOf(value);
}
