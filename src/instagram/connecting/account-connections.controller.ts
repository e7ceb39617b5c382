import { Body, Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, RateLimit, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { AccountId, RequestContext } from '../../shared/kernel';
import { AccountHealthResponse, toAccountHealthResponse } from '../dto/account-health.response';
import { AccountResponse, toAccountResponse } from '../dto/account.response';
import { BeginLoginRequest, CompleteLoginRequest } from '../dto/connect.request';
import { BegunLoginResponse } from '../dto/connect.response';
import { AccountArrival } from '../history/account-arrival.service';
import { AccountConnections } from './account-connections.service';
import { AccountDepartures } from './account-departures.service';
import { AccountInspection } from './account-inspection.service';
import { LoginStart } from './login-start.service';

const NOT_FOUND = 'ACCOUNT.NOT_FOUND: no such account in this workspace.';
/** Each one asks Instagram. */
const AskLimit = () => RateLimit({ name: 'account-ask', by: 'workspace', limit: 60, perSeconds: 60 });

@ApiTags('Accounts')
@Controller('v1/workspaces/:workspaceId/accounts')
export class AccountConnectionsController {
  constructor(
    private readonly starts: LoginStart,
    private readonly connections: AccountConnections,
    private readonly departures: AccountDepartures,
    private readonly inspection: AccountInspection,
    private readonly arrival: AccountArrival,
  ) {}

  @Post('login')
  @Requires('accounts.write')
  @AskLimit()
  @Endpoint({
    summary: 'Begin to connect an account: the way to Instagram’s login page',
    description:
      'The owner agrees there and comes back to the page of INSTAGRAM_RETURN_URL, with `login` or with `error`, one of ' +
      'CONNECT.DENIED, .STATE_INVALID, .STATE_EXPIRED, .STATE_USED, .CODE_REFUSED, .SCOPES_MISSING, ' +
      '.NO_PROFESSIONAL_ACCOUNT, .UNAVAILABLE. Then complete the login.',
    status: 201,
    response: BegunLoginResponse,
    errors: {
      'not-found': NOT_FOUND,
      conflict: 'CONNECT.NOT_CONFIGURED: the Instagram app of this installation is not set up.',
    },
  })
  begin(@Ctx() context: RequestContext, @Body() { accountId }: BeginLoginRequest): Promise<BegunLoginResponse> {
    return this.starts.begin(context, accountId as AccountId | undefined);
  }

  @Post('login/complete')
  @Requires('accounts.write')
  @AskLimit()
  @Endpoint({
    summary: 'Take the account that its owner gave; who began the login alone can',
    description:
      'An account that the workspace had is connected in place: what waited to be sent goes on. What was written before ' +
      'is read by a worker; see the account’s history.',
    response: AccountResponse,
    errors: {
      'not-found':
        'CONNECT.LOGIN_NOT_FOUND: wrong, used, expired or begun by somebody else; which of these is not told.',
      conflict:
        'ACCOUNT.TAKEN: another workspace has the account; it must be disconnected there first.\n\n' +
        'CONNECT.OTHER_ACCOUNT: the login was at another account than the one to be connected again.',
      'rate-limited': 'PLAN.LIMIT_REACHED: the plan has no room for one more; `limit` and `used` tell more.',
    },
  })
  async complete(@Ctx() context: RequestContext, @Body() { login }: CompleteLoginRequest): Promise<AccountResponse> {
    const accountId = await this.connections.complete(context, login);
    return toAccountResponse(await this.arrival.welcome(context, accountId));
  }

  @Get(':accountId/health')
  @Requires('accounts.read')
  @Endpoint({
    summary: 'How an account is: state, token, webhooks, last failure',
    response: AccountHealthResponse,
    errors: { 'not-found': NOT_FOUND },
  })
  async health(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
  ): Promise<AccountHealthResponse> {
    return toAccountHealthResponse(await this.inspection.get(context, accountId));
  }

  @Post(':accountId/check')
  @Requires('accounts.write')
  @AskLimit()
  @Endpoint({
    summary: 'Ask Instagram now how the account is, and let a restricted one try again',
    response: AccountHealthResponse,
    errors: { 'not-found': NOT_FOUND },
  })
  async check(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
  ): Promise<AccountHealthResponse> {
    return toAccountHealthResponse(await this.inspection.check(context, accountId));
  }

  @Delete(':accountId')
  @Requires('accounts.write')
  @Endpoint({
    summary: 'Disconnect an account and erase its token; conversations stay',
    status: 204,
    errors: { 'not-found': NOT_FOUND },
  })
  disconnect(@Ctx() context: RequestContext, @IdParam('accountId') accountId: AccountId): Promise<void> {
    return this.departures.disconnect(context, accountId);
  }
}
