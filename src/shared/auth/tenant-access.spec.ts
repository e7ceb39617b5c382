import type { UserId, WorkspaceId } from '../kernel';
import type { KeyHolder, SignedInUser } from './principal';
import { permissionsOf } from './permissions';
import { Grants } from './signed-in-request';
import { grantedTo, tenantVerdict, type TenantRequest, type TenantVerdict } from './tenant-access';

const W1 = 'w1' as WorkspaceId;
const user = (more: Partial<SignedInUser> = {}): SignedInUser => ({
  kind: 'user',
  id: 'ann' as UserId,
  platformAdmin: false,
  disabled: false,
  sessionId: 's1',
  secondFactor: false,
  ...more,
});
const key = (more: Partial<KeyHolder> = {}): KeyHolder => ({
  kind: 'api-key',
  id: 'k1',
  workspaceId: W1,
  permissions: ['contacts.read'],
  ...more,
});
const root = user({ platformAdmin: true });
const REASON = 'Support case 1234';
const open = { id: W1, suspended: false, requiresSecondFactor: false };
const suspended = { ...open, suspended: true };
const strict = { ...open, requiresSecondFactor: true };

const request = (more: Partial<TenantRequest>): TenantRequest => ({
  principal: user(),
  workspace: open,
  role: null,
  permission: 'contacts.read',
  isRead: true,
  adminsNeedSecondFactor: false,
  ...more,
});

describe('tenantVerdict', () => {
  it.each<[string, Partial<TenantRequest>, TenantVerdict['kind']]>([
    ['a member with the permission', { role: 'viewer' }, 'allowed'],
    ['a member without it', { role: 'viewer', permission: 'contacts.write' }, 'forbidden'],
    ['an admin, of what is the owner’s', { role: 'admin', permission: 'workspace.delete' }, 'forbidden'],
    ['an owner', { role: 'owner', permission: 'workspace.delete' }, 'allowed'],
    ['a stranger', {}, 'not-found'],
    ['anybody, of no workspace', { workspace: null, role: 'owner' }, 'not-found'],
    ['a stranger, of a suspended one', { workspace: suspended }, 'not-found'],
    ['an owner of a suspended one', { workspace: suspended, role: 'owner' }, 'suspended'],
    ['a stranger with a reason', { actingReason: REASON }, 'not-found'],
    ['a platform admin without a reason', { principal: root }, 'not-found'],
    ['a platform admin with one', { principal: root, actingReason: REASON }, 'allowed'],
    [
      'a platform admin, of what is the owner’s',
      { principal: root, actingReason: REASON, permission: 'workspace.transfer' },
      'forbidden',
    ],
    [
      'a platform admin reading a suspended one',
      { principal: root, actingReason: REASON, workspace: suspended },
      'allowed',
    ],
    [
      'a platform admin writing there',
      { principal: root, actingReason: REASON, workspace: suspended, isRead: false },
      'suspended',
    ],
    [
      'a platform admin without the factor they need',
      { principal: root, actingReason: REASON, adminsNeedSecondFactor: true },
      'second-factor',
    ],
    ['a member without the factor that is wanted', { workspace: strict, role: 'owner' }, 'second-factor'],
    ['a member with it', { workspace: strict, role: 'owner', principal: user({ secondFactor: true }) }, 'allowed'],
    ['a key with the permission', { principal: key() }, 'allowed'],
    ['a key without it', { principal: key({ permissions: [] }) }, 'forbidden'],
    ['a key of another workspace', { principal: key({ workspaceId: 'w2' as WorkspaceId }) }, 'not-found'],
    ['a key of a suspended one', { principal: key(), workspace: suspended }, 'suspended'],
  ])('of %s', (_, part, kind) => {
    expect(tenantVerdict(request(part)).kind).toBe(kind);
  });

  it('tells acting from membership', () => {
    expect(tenantVerdict(request({ role: 'owner' }))).toEqual({ kind: 'allowed', acting: false });
    const acting = tenantVerdict(request({ principal: root, actingReason: REASON }));
    expect(acting).toEqual({ kind: 'allowed', acting: true });
  });
});

describe('what one who was let in may do beside', () => {
  it.each([
    ['a member, what the role may', { principal: user(), role: 'agent' as const }, permissionsOf.agent],
    ['a key, what it was given', { principal: key(), role: null }, ['contacts.read']],
    ['a platform admin with a reason', { principal: root, role: null, actingReason: REASON }, permissionsOf.admin],
    ['a platform admin who is a viewer', { principal: root, role: 'viewer' as const }, permissionsOf.viewer],
    ['nobody else', { principal: user(), role: null, actingReason: REASON }, []],
  ])('%s', (_, caller, expected) => {
    expect(grantedTo(caller)).toEqual(expected);
  });

  it('is demanded by what only some requests need', () => {
    const grants = new Grants(grantedTo({ principal: key(), role: null }));
    expect(() => grants.demand('contacts.read')).not.toThrow();
    expect(() => grants.demand('contacts.write')).toThrow('contacts.write');
  });
});
