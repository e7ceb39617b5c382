import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public, Visitor } from '../shared/auth';
import { Endpoint } from '../shared/http';
import type { Caller } from '../shared/kernel';
import { AccessTokenResponse } from './dto/access-token.response';
import { LogInRequest } from './dto/log-in.request';
import { SignUpRequest } from './dto/sign-up.request';
import { IdentityService } from './identity.service';

const BUSY = 'SECURITY.BUSY: too many sign-ins at this moment.';

@ApiTags('Auth')
@Controller('v1/auth')
export class AuthController {
  constructor(private readonly identity: IdentityService) {}

  @Post('signup')
  @Public()
  @Endpoint({
    summary: 'Create a user with a first workspace',
    status: 201,
    response: AccessTokenResponse,
    errors: {
      invalid: 'USER.WEAK_PASSWORD: the password is a common one or the e-mail address.',
      conflict: 'USER.EMAIL_TAKEN: a user with this e-mail exists.',
      'rate-limited': BUSY,
    },
  })
  signup(@Body() request: SignUpRequest, @Visitor() caller: Caller): Promise<AccessTokenResponse> {
    return this.identity.signUp(request, caller);
  }

  @Post('login')
  @Public()
  @Endpoint({
    summary: 'Log in',
    response: AccessTokenResponse,
    errors: {
      unauthenticated: 'AUTH.LOGIN_FAILED: e-mail or password is wrong.',
      'rate-limited': BUSY,
    },
  })
  login(@Body() request: LogInRequest, @Visitor() caller: Caller): Promise<AccessTokenResponse> {
    return this.identity.logIn(request.email, request.password, caller);
  }
}
