export { isCommonPassword } from './common-passwords';
export { PasswordHasher } from './password-hasher';
export { SecretBox, type SealedSecret, type SecretPlace } from './secret-box';
export { SecurityModule } from './security.module';
export { newTotpSecret, totpCodeAt, totpStepOf, totpUri } from './totp';
