import { flowScope, LIMITS } from '../../../../../test/support/flow-fixtures';
import { routerData, routerNode } from './router';

const BRANCHES = [
  { id: 'big', all: [{ left: 'vars.size', op: 'gte', right: 45 }] },
  {
    id: 'vip',
    any: [
      { left: 'contact.tags', op: 'contains', right: 'vip' },
      { left: 'vars.size', op: 'exists' },
    ],
  },
];

function enter(mode: 'first' | 'all', vars: Record<string, number>, tags: string[] = []) {
  const data = routerData.parse({ mode, branches: BRANCHES });
  const view = { sessionId: 's', scope: flowScope({ vars, contact: { tags } }), limits: LIMITS, now: 0, hours: null };
  return routerNode.enter({ id: 'r', type: 'router', data, next: {} }, view);
}

describe('router', () => {
  it('goes on at the first branch that holds and says why', () => {
    expect(enter('first', { size: 46 }, ['vip'])).toEqual({
      because: [{ rule: 'big: vars.size gte', operands: { left: 46, right: 45 }, outcome: 'true' }],
      then: { kind: 'go', handle: 'big' },
    });
  });

  it('goes on at else when none holds, having looked at every rule', () => {
    const { because, then } = enter('first', {});
    expect(then).toEqual({ kind: 'go', handle: 'else' });
    expect(because?.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
      'big: vars.size gte false',
      'vip: contact.tags contains false',
      'vip: vars.size exists false',
    ]);
  });

  it.each([
    ['all that hold', { size: 46 }, ['vip'], { kind: 'go-all', handles: ['big', 'vip'] }],
    ['the only one that holds', { size: 4 }, [], { kind: 'go', handle: 'vip' }],
    ['else', {}, [], { kind: 'go', handle: 'else' }],
  ])('in mode all goes to %s', (_name, vars, tags, then) => {
    expect(enter('all', vars, tags).then).toEqual(then);
  });
});
