import { Body, Controller, Delete, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentCaller, RateLimit } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import { ChangeEmailRequest, ChangePasswordRequest, PasswordRequest, SecureRequest } from '../dto/account.request';
import { AccountDeletion } from './account-deletion.service';
import { EmailAddressesService } from './email-addresses.service';
import { PasswordsService } from './passwords.service';
import { ProvisionalUsers } from './provisional-users.service';

const PASSWORD_WRONG = 'AUTH.PASSWORD_WRONG: the password is wrong.';
const MailLimit = () => RateLimit({ name: 'account-mail', by: 'account', limit: 10, perSeconds: 3_600 });

/** The account of the signed-in user. Whatever could lock its owner out asks for the password. */
@ApiTags('Me')
@Controller('v1/me')
export class AccountController {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly emails: EmailAddressesService,
    private readonly deletion: AccountDeletion,
    private readonly provisional: ProvisionalUsers,
  ) {}

  @Post('password')
  @Authenticated()
  @Endpoint({
    summary: 'Change the password; ends all other sessions',
    status: 204,
    errors: {
      invalid: 'USER.WEAK_PASSWORD: choose another.',
      forbidden: PASSWORD_WRONG,
      'rate-limited': 'RATE.LIMITED: too many wrong passwords. SECURITY.BUSY.',
    },
  })
  changePassword(
    @Body() { password, newPassword }: ChangePasswordRequest,
    @CurrentCaller() caller: UserCaller,
  ): Promise<void> {
    return this.passwords.change(caller, password, newPassword);
  }

  @Post('secure')
  @Authenticated()
  @MailLimit()
  @Endpoint({
    summary: 'Give a user who signed up with Instagram an address and a password; ends all other sessions',
    description: 'Mails a link by which the address is confirmed. Signing in with Instagram stays possible.',
    status: 204,
    errors: {
      invalid: 'USER.WEAK_PASSWORD: choose another.',
      conflict:
        'USER.NOT_PROVISIONAL: the user has an address and a password.\n\nUSER.EMAIL_TAKEN: a user with this e-mail exists.',
      'rate-limited': 'SECURITY.BUSY: too many sign-ins at this moment.',
    },
  })
  secure(@Body() { email, password }: SecureRequest, @CurrentCaller() caller: UserCaller): Promise<void> {
    return this.provisional.secure(caller, email, password);
  }

  @Post('email')
  @Authenticated()
  @MailLimit()
  @Endpoint({
    summary: 'Mail a link to a new address, which replaces the old one when it is opened',
    status: 202,
    errors: { forbidden: PASSWORD_WRONG },
  })
  changeEmail(@Body() { email, password }: ChangeEmailRequest, @CurrentCaller() caller: UserCaller): Promise<void> {
    return this.emails.requestChange(caller, email, password);
  }

  @Post('email/verification')
  @Authenticated()
  @MailLimit()
  @Endpoint({ summary: 'Mail the link that confirms the address once more', status: 202 })
  requestVerification(@CurrentCaller() caller: UserCaller): Promise<void> {
    return this.emails.requestVerification(caller);
  }

  @Delete()
  @Authenticated()
  @Endpoint({
    summary: 'Delete your account',
    description:
      'Workspaces that nobody else belongs to are deleted with it. In others you leave what you did. Who is the only ' +
      'owner of a workspace with other members hands it over first. Published flow templates stay.',
    status: 204,
    errors: {
      forbidden: PASSWORD_WRONG,
      conflict: 'USER.SOLE_OWNER: `errors` names the workspaces that need another owner.',
    },
  })
  delete(@Body() { password }: PasswordRequest, @CurrentCaller() caller: UserCaller): Promise<void> {
    return this.deletion.delete(caller, password);
  }
}
