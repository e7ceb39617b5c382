import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentCaller, Public, SignInLimit, Visitor } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { Caller, UserCaller } from '../../shared/kernel';
import { InviteSignUpRequest, InviteTokenRequest } from '../dto/invite.request';
import { InviteDetailsResponse, JoinedWorkspaceResponse } from '../dto/invite.response';
import { SessionTokensResponse } from '../dto/session.response';
import type { SessionTokens } from '../identity/sessions.service';
import { InviteAcceptance } from './invite-acceptance.service';

const NOT_FOUND = 'INVITE.NOT_FOUND: the link is wrong, used, cancelled or expired; which of these is not told.';

@ApiTags('Invites')
@Controller('v1/invites')
export class InviteAcceptanceController {
  constructor(private readonly acceptance: InviteAcceptance) {}

  @Post('lookup')
  @Public()
  @SignInLimit()
  @Endpoint({
    summary: 'What an invitation is for',
    description: 'A POST, so that no log of addresses keeps the token.',
    response: InviteDetailsResponse,
    errors: { 'not-found': NOT_FOUND },
  })
  look(@Body() { token }: InviteTokenRequest): Promise<InviteDetailsResponse> {
    return this.acceptance.look(token);
  }

  @Post('accept')
  @Authenticated()
  @SignInLimit()
  @Endpoint({
    summary: 'Join the workspace, as a user who is signed in',
    response: JoinedWorkspaceResponse,
    errors: {
      'not-found': NOT_FOUND,
      forbidden: 'INVITE.OTHER_ADDRESS: the invitation is for another address than yours.',
      conflict: 'INVITE.ALREADY_MEMBER: you are a member already.',
    },
  })
  accept(@CurrentCaller() caller: UserCaller, @Body() { token }: InviteTokenRequest): Promise<JoinedWorkspaceResponse> {
    return this.acceptance.accept(caller, token);
  }

  @Post('sign-up')
  @Public()
  @SignInLimit()
  @Endpoint({
    summary: 'Join the workspace as somebody new, with a password of your own',
    status: 201,
    response: SessionTokensResponse,
    errors: {
      'not-found': NOT_FOUND,
      conflict: 'USER.EMAIL_TAKEN: there is an account; log in, then accept.',
      invalid: 'USER.WEAK_PASSWORD: the password is a common one or the e-mail address.',
      'rate-limited': 'SECURITY.BUSY: too many sign-ins at this moment.',
    },
  })
  signUp(@Visitor() caller: Caller, @Body() request: InviteSignUpRequest): Promise<SessionTokens> {
    return this.acceptance.signUp(caller, request);
  }
}
