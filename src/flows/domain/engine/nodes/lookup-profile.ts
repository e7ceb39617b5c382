import type { z } from 'zod';
import { variableNameSchema } from '../../dsl/ids';
import type { JsonObject } from '../../json';
import { LOOKUP_PROFILE } from '../tasks';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

export const lookupProfileData = nodeData({
  /**
   * Variable that keeps what was found: `{ name?, username?, profilePictureUrl?, followerCount?, isVerified?, followsBusiness?,
   * followedByBusiness? }`.
   */
  storeAs: variableNameSchema.optional(),
});
export type LookupProfileData = z.infer<typeof lookupProfileData>;

/** Asks the channel who the participant is. Goes on at `failed`, or at `next` when that has no edge, if it cannot tell. */
export const lookupProfileNode: NodeKind<'lookup_profile', LookupProfileData> = {
  ...PLAIN_NODE,
  type: 'lookup_profile',
  handles: () => [
    { name: 'next', required: false, waits: false },
    { name: 'failed', required: false, waits: false },
  ],
  variables: ({ storeAs }) => (storeAs === undefined ? [] : [storeAs]),
  tasks: () => [LOOKUP_PROFILE],
  enter: () => ({ effects: [{ kind: 'task', task: LOOKUP_PROFILE, input: {} }], then: { kind: 'await-task' } }),
  resume: ({ data: { storeAs }, next }, arrival) => {
    if (arrival.kind !== 'task-result') return null;
    if (!arrival.outcome.ok) return { then: { kind: 'go', handle: Object.hasOwn(next, 'failed') ? 'failed' : 'next' } };
    const found = arrival.outcome.value;
    return {
      effects: [{ kind: 'contact', ...namesOf(found) }],
      vars: storeAs === undefined ? {} : { [storeAs]: { ...namesOf(found), ...factsOf(found) } },
      then: { kind: 'go', handle: 'next' },
    };
  },
};

const FLAGS = ['isVerified', 'followsBusiness', 'followedByBusiness'] as const;

function factsOf(value: JsonObject): JsonObject {
  const { profilePictureUrl, followerCount } = value;
  const facts: JsonObject = {
    ...(typeof profilePictureUrl === 'string' ? { profilePictureUrl } : {}),
    ...(typeof followerCount === 'number' ? { followerCount } : {}),
  };
  for (const name of FLAGS) if (typeof value[name] === 'boolean') facts[name] = value[name];
  return facts;
}

function namesOf(value: JsonObject): { name?: string; username?: string } {
  return {
    ...(typeof value['name'] === 'string' ? { name: value['name'] } : {}),
    ...(typeof value['username'] === 'string' ? { username: value['username'] } : {}),
  };
}
