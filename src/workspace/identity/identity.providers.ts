import { OneTimeTokensRepository } from '../repositories/one-time-tokens.repository';
import { SessionsRepository } from '../repositories/sessions.repository';
import { SignUpsRepository } from '../repositories/sign-ups.repository';
import { UsersRepository } from '../repositories/users.repository';
import { OneTimeTokenRow, OneTimeTokenSchema } from '../schemas/one-time-token.schema';
import { RefreshTokenRow, RefreshTokenSchema } from '../schemas/refresh-token.schema';
import { UserRow, UserSchema } from '../schemas/user.schema';
import { AccountController } from './account.controller';
import { AccountDeletion } from './account-deletion.service';
import { AccountMailer } from './account-mailer.service';
import { AccountRemains } from './account-remains';
import { AuthController } from './auth.controller';
import { EmailAddressesService } from './email-addresses.service';
import { InstagramUsers } from './instagram-users.service';
import { LogInService } from './log-in.service';
import { NewPasswords } from './new-passwords';
import { PasswordCheck } from './password-check.service';
import { PasswordsService } from './passwords.service';
import { ProvisionalUsers } from './provisional-users.service';
import { RecoveryController } from './recovery.controller';
import { SecondFactorCodes } from './second-factor-codes';
import { SecondFactorController } from './second-factor.controller';
import { SecondFactorsService } from './second-factors.service';
import { SessionsController } from './sessions.controller';
import { SessionsService } from './sessions.service';
import { SignUpsService } from './sign-ups.service';

export const IDENTITY_MODELS = [
  { name: UserRow.name, schema: UserSchema },
  { name: RefreshTokenRow.name, schema: RefreshTokenSchema },
  { name: OneTimeTokenRow.name, schema: OneTimeTokenSchema },
];

export const IDENTITY_CONTROLLERS = [
  AuthController,
  RecoveryController,
  AccountController,
  SessionsController,
  SecondFactorController,
];

export const IDENTITY_PROVIDERS = [
  UsersRepository,
  SignUpsRepository,
  SessionsRepository,
  OneTimeTokensRepository,
  AccountMailer,
  PasswordCheck,
  NewPasswords,
  SessionsService,
  SignUpsService,
  SecondFactorCodes,
  SecondFactorsService,
  LogInService,
  InstagramUsers,
  ProvisionalUsers,
  PasswordsService,
  EmailAddressesService,
  AccountRemains,
  AccountDeletion,
];
