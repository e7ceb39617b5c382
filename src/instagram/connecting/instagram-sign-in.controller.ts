import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public, SignInLimit, Visitor } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { Caller } from '../../shared/kernel';
import { CompleteSignInRequest } from '../dto/connect.request';
import {
  BegunSignInResponse,
  InstagramChallengeResponse,
  InstagramSignedInResponse,
  toSignInResponse,
} from '../dto/sign-in.response';
import { InstagramSignIn } from './instagram-sign-in.service';

@ApiTags('Auth')
@Controller('v1/auth/instagram')
export class InstagramSignInController {
  constructor(private readonly signIns: InstagramSignIn) {}

  @Post()
  @Public()
  @SignInLimit()
  @Endpoint({
    summary: 'Begin to sign in with Instagram: the way to its login page',
    description:
      'Keep `binding` in the browser, and nowhere else. The person comes back to the page of INSTAGRAM_RETURN_URL, with ' +
      '`login` or with `error`, as when an account is connected. Then complete the sign-in with both.',
    status: 201,
    response: BegunSignInResponse,
    errors: { conflict: 'CONNECT.NOT_CONFIGURED: the Instagram app of this installation is not set up.' },
  })
  begin(@Visitor() caller: Caller): Promise<BegunSignInResponse> {
    return this.signIns.begin(caller);
  }

  @Post('complete')
  @Public()
  @SignInLimit()
  @Endpoint({
    summary: 'Sign in with Instagram, or sign up where nobody has with this account',
    description:
      'Who is new gets a workspace, to which the account is connected unless another one has it, and is `provisional`: ' +
      'give them an address and a password by `POST /v1/me/secure`. Nobody gets into a workspace that they do not ' +
      'belong to. Users with a second factor get a challenge instead of tokens.',
    response: [InstagramSignedInResponse, InstagramChallengeResponse],
    errors: {
      unauthenticated: 'AUTH.LOGIN_FAILED: the user is disabled.',
      'not-found':
        'CONNECT.LOGIN_NOT_FOUND: wrong, used, expired or begun by another browser; which of these is not told.',
      'rate-limited': 'SECURITY.BUSY: too many sign-ins at this moment.',
    },
  })
  async complete(
    @Visitor() caller: Caller,
    @Body() { login, binding }: CompleteSignInRequest,
  ): Promise<InstagramSignedInResponse | InstagramChallengeResponse> {
    return toSignInResponse(await this.signIns.complete(caller, login, binding));
  }
}
