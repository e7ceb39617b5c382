import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import { SecretBox } from '../../shared/security';
import { loginHash } from '../domain/login-state';
import { InstagramLoginsRepository } from '../repositories/instagram-logins.repository';
import type { InstagramLoginRow } from '../schemas/instagram-login.schema';
import { type GrantedAccount, openGranted, placeOfLogin } from './granted-login';
import { type LoginWay, LoginWays, newLoginSecret } from './login-ways';

/** Stands where a login that connects an account names its workspace: nobody has signed in yet. */
const NO_WORKSPACE = 'sign-in' as WorkspaceId;

/** Logins of people who have not signed in; the browser that began is known by a secret. */
@Injectable()
export class SignInLogins {
  constructor(
    private readonly ways: LoginWays,
    private readonly logins: InstagramLoginsRepository,
    private readonly secrets: SecretBox,
  ) {}

  /** @throws DomainError CONNECT.NOT_CONFIGURED. */
  prepare(): { way: LoginWay; binding: string } {
    const binding = newLoginSecret();
    return { way: this.ways.prepare({ workspaceId: NO_WORKSPACE, actorId: loginHash(binding) }), binding };
  }

  async insert(row: InstagramLoginRow): Promise<void> {
    await this.logins.insert(row);
  }

  /** What the owner gave; once, and for the browser that began alone. */
  async use(_id: string, actorId: string, now: Date): Promise<GrantedAccount | null> {
    const row = await this.logins.use({ _id, workspaceId: NO_WORKSPACE, actorId, step: 'granted' }, now);
    return row?.sealed === undefined
      ? null
      : openGranted(this.secrets, placeOfLogin(NO_WORKSPACE, row._id), row.sealed);
  }
}
