import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type LoginChallenge, Public, SignInLimit, Visitor } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { Caller } from '../../shared/kernel';
import { RefreshRequest, SecondStepRequest } from '../dto/account.request';
import { LogInRequest } from '../dto/log-in.request';
import { LoginChallengeResponse, SessionTokensResponse } from '../dto/session.response';
import { SignUpRequest } from '../dto/sign-up.request';
import { LogInService } from './log-in.service';
import { type SessionTokens, SessionsService } from './sessions.service';
import { SignUpsService } from './sign-ups.service';

const BUSY = 'SECURITY.BUSY: too many sign-ins at this moment.';

@ApiTags('Auth')
@Controller('v1/auth')
export class AuthController {
  constructor(
    private readonly signUps: SignUpsService,
    private readonly logIns: LogInService,
    private readonly sessions: SessionsService,
  ) {}

  @Post('signup')
  @Public()
  @SignInLimit()
  @Endpoint({
    summary: 'Create a user with a first workspace',
    description: 'Mails a link by which the address is confirmed.',
    status: 201,
    response: SessionTokensResponse,
    errors: {
      invalid: 'USER.WEAK_PASSWORD: the password is a common one or the e-mail address.',
      conflict: 'USER.EMAIL_TAKEN: a user with this e-mail exists.',
      'rate-limited': BUSY,
    },
  })
  signup(@Body() request: SignUpRequest, @Visitor() caller: Caller): Promise<SessionTokens> {
    return this.signUps.signUp(request, caller);
  }

  @Post('login')
  @Public()
  @SignInLimit()
  @Endpoint({
    summary: 'Log in',
    description: 'Users with a second factor get a challenge instead of tokens.',
    response: [SessionTokensResponse, LoginChallengeResponse],
    errors: {
      unauthenticated: 'AUTH.LOGIN_FAILED: e-mail or password is wrong.',
      'rate-limited': BUSY,
    },
  })
  login(@Body() { email, password }: LogInRequest, @Visitor() caller: Caller): Promise<SessionTokens | LoginChallenge> {
    return this.logIns.logIn(email, password, caller);
  }

  @Post('login/second-factor')
  @Public()
  @SignInLimit()
  @Endpoint({
    summary: 'Log in: the second step',
    response: SessionTokensResponse,
    errors: {
      unauthenticated: 'AUTH.CHALLENGE_INVALID: begin again. AUTH.CODE_WRONG: try another code.',
    },
  })
  completeLogin(@Body() { challenge, code }: SecondStepRequest, @Visitor() caller: Caller): Promise<SessionTokens> {
    return this.logIns.complete(challenge, code, caller);
  }

  @Post('refresh')
  @Public()
  @Endpoint({
    summary: 'Get new tokens for a refresh token',
    description:
      'Each refresh token is good once. Send an `Idempotency-Key`, so that a lost answer can be asked for again. ' +
      'A token that was replaced earlier ends the session, since two parties hold tokens of it then.',
    response: SessionTokensResponse,
    errors: {
      unauthenticated: 'AUTH.REFRESH_REFUSED: the session has ended, or never was.',
      conflict: 'AUTH.REFRESH_SUPERSEDED: another request has used the token in the last seconds.',
    },
  })
  refresh(@Body() { refreshToken }: RefreshRequest, @Visitor() caller: Caller): Promise<SessionTokens> {
    return this.sessions.refresh(refreshToken, caller);
  }
}
