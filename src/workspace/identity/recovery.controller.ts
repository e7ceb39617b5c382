import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public, SignInLimit, Visitor } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { Caller } from '../../shared/kernel';
import { EmailRequest, LinkRequest, ResetPasswordRequest } from '../dto/account.request';
import { EmailAddressesService } from './email-addresses.service';
import { PasswordsService } from './passwords.service';

const LINK_INVALID = 'AUTH.LINK_INVALID: the link was used already or has expired.';

/** What the links in mails lead to. */
@ApiTags('Auth')
@Controller('v1/auth')
export class RecoveryController {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly emails: EmailAddressesService,
  ) {}

  @Post('password-reset/request')
  @Public()
  @SignInLimit()
  @Endpoint({
    summary: 'Mail a link to choose a new password; the answer never tells whether there is such a user',
    status: 202,
  })
  requestReset(@Body() { email }: EmailRequest, @Visitor() caller: Caller): Promise<void> {
    return this.passwords.requestReset(email, caller);
  }

  @Post('password-reset')
  @Public()
  @SignInLimit()
  @Endpoint({
    summary: 'Choose a new password by a link; ends all sessions of the user',
    status: 204,
    errors: { invalid: `${LINK_INVALID} USER.WEAK_PASSWORD: choose another.`, 'rate-limited': 'SECURITY.BUSY.' },
  })
  reset(@Body() { token, password }: ResetPasswordRequest, @Visitor() caller: Caller): Promise<void> {
    return this.passwords.reset(token, password, caller);
  }

  @Post('verify-email')
  @Public()
  @SignInLimit()
  @Endpoint({ summary: 'Confirm an e-mail address by a link', status: 204, errors: { invalid: LINK_INVALID } })
  verifyEmail(@Body() { token }: LinkRequest, @Visitor() caller: Caller): Promise<void> {
    return this.emails.verify(token, caller);
  }

  @Post('confirm-email')
  @Public()
  @SignInLimit()
  @Endpoint({
    summary: 'Take a new e-mail address by a link; ends all sessions of the user',
    status: 204,
    errors: { invalid: LINK_INVALID },
  })
  confirmEmail(@Body() { token }: LinkRequest, @Visitor() caller: Caller): Promise<void> {
    return this.emails.change(token, caller);
  }
}
