import { ProcessGroup } from '../scripts/launcher/process-group.mjs';

const groups = new Set();

/** A group that is surely stopped in the end, also when the benchmark is broken off. @param folder for logs */
export function newGroup(folder) {
  const group = new ProcessGroup(folder);
  groups.add(group);
  return group;
}

export async function stopGroup(group) {
  groups.delete(group);
  await group.stop();
}

/** The youngest first: what is under test before what it needs. */
export async function stopAllGroups() {
  for (const group of [...groups].reverse()) await stopGroup(group);
}
