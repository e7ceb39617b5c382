import { Global, Module } from '@nestjs/common';
import { PasswordHasher } from './password-hasher';
import { SecretBox } from './secret-box';

@Global()
@Module({ providers: [PasswordHasher, SecretBox], exports: [PasswordHasher, SecretBox] })
export class SecurityModule {}
