import type { Type } from '@nestjs/common';
import { RequestValidationPipe } from '../../shared/http/validation/request-validation.pipe';
import {
  ChangeEmailRequest,
  ChangePasswordRequest,
  CodeRequest,
  EmailRequest,
  LinkRequest,
  PasswordRequest,
  RefreshRequest,
  ResetPasswordRequest,
  SecondStepRequest,
} from './account.request';
import { CreateApiKeyRequest } from './api-key.request';
import { LogInRequest } from './log-in.request';
import { SignUpRequest } from './sign-up.request';

const PASSWORD = { password: 'correct horse battery' };
const EMAIL = { email: 'mia@shop.example' };
const TOKEN = { token: 't'.repeat(43) };

const VALID: [Type, Record<string, unknown>][] = [
  [SignUpRequest, { ...EMAIL, ...PASSWORD, name: 'Mia', workspaceName: 'Shop' }],
  [LogInRequest, { ...EMAIL, ...PASSWORD }],
  [SecondStepRequest, { challenge: 'a.b.c', code: '123456' }],
  [RefreshRequest, { refreshToken: 'rt_x' }],
  [CodeRequest, { code: '123456' }],
  [PasswordRequest, PASSWORD],
  [ChangePasswordRequest, { ...PASSWORD, newPassword: 'another staple 17' }],
  [ChangeEmailRequest, { ...EMAIL, ...PASSWORD }],
  [EmailRequest, EMAIL],
  [LinkRequest, TOKEN],
  [ResetPasswordRequest, { ...TOKEN, ...PASSWORD }],
  [CreateApiKeyRequest, { name: 'Sync', permissions: ['contacts.read'], expiresAt: '2999-01-01T00:00:00Z' }],
];

const PAYLOADS: unknown[] = [{ $ne: null }, { $gt: '' }, { $where: '1' }, [{ $ne: null }], [['a']], null, 7, true];
/** What nobody may set about themselves. */
const FOREIGN = ['platformAdmin', 'role', 'userId', 'workspaceId', 'passwordHash', '_id', 'constructor', '$where'];

describe.each(VALID)('%p', (dto, valid) => {
  const pipe = new RequestValidationPipe();
  const sent = (body: object) => pipe.transform(body, { type: 'body', metatype: dto });

  it('takes what is meant', async () => {
    await expect(sent(valid)).resolves.toBeInstanceOf(dto);
  });

  it.each(Object.keys(valid))('refuses operators and other types as %s', async (field) => {
    for (const payload of PAYLOADS)
      await expect(sent({ ...valid, [field]: payload })).rejects.toMatchObject({ code: 'REQUEST.INVALID' });
  });

  it('refuses fields of others', async () => {
    for (const field of FOREIGN.filter((name) => !(name in valid)))
      await expect(sent({ ...valid, [field]: 'x' })).rejects.toMatchObject({ code: 'REQUEST.INVALID' });
  });
});
