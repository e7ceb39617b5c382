import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, RateLimit, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { AccountId, RequestContext } from '../../shared/kernel';
import {
  HistorySyncPageResponse,
  HistorySyncResponse,
  toHistorySyncPageResponse,
  toHistorySyncResponse,
} from '../dto/history-sync.response';
import { HistorySyncs } from './history-syncs.service';

const NOT_FOUND = 'ACCOUNT.NOT_FOUND: no such account in this workspace.';
const SYNC_NOT_FOUND = 'HISTORY.NOT_FOUND: this account has no such reading.';
/** Each one reads every conversation of the account. */
const HistoryLimit = () => RateLimit({ name: 'history-ask', by: 'workspace', limit: 20, perSeconds: 3_600 });

@ApiTags('Accounts')
@Controller('v1/workspaces/:workspaceId/accounts/:accountId/history')
export class AccountHistoryController {
  constructor(private readonly history: HistorySyncs) {}

  @Post()
  @Requires('accounts.write')
  @HistoryLimit()
  @Endpoint({
    summary: 'Read what Instagram remembers of the account’s conversations',
    description:
      'A worker does it, two reads a second. Messages that are here already stay as they are; none that is imported ' +
      'starts or answers anything. Instagram gives the details of the 20 most recent messages of a conversation only. ' +
      'The last ten minutes are left to webhooks. What is under way already is answered as it is.',
    status: 202,
    response: HistorySyncResponse,
    errors: {
      'not-found': NOT_FOUND,
      conflict:
        'ACCOUNT.NOT_USABLE: the account must be connected again first.\n\nACCOUNT.MOCK: a mock account has no past.',
    },
  })
  async ask(@Ctx() context: RequestContext, @IdParam('accountId') accountId: AccountId): Promise<HistorySyncResponse> {
    return toHistorySyncResponse(await this.history.ask(context, accountId));
  }

  @Get()
  @Requires('accounts.read')
  @Endpoint({
    summary: 'What was read of the past, newest first: on demand, at connecting, and after webhooks were lost',
    response: HistorySyncPageResponse,
    errors: { 'not-found': NOT_FOUND },
  })
  async list(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @Query() query: PageQuery,
  ): Promise<HistorySyncPageResponse> {
    return toHistorySyncPageResponse(await this.history.list(context, accountId, query));
  }

  @Get(':syncId')
  @Requires('accounts.read')
  @Endpoint({
    summary: 'How far a reading of the past is',
    response: HistorySyncResponse,
    errors: { 'not-found': SYNC_NOT_FOUND },
  })
  async get(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @IdParam('syncId') syncId: string,
  ): Promise<HistorySyncResponse> {
    return toHistorySyncResponse(await this.history.get(context, accountId, syncId));
  }

  @Post(':syncId/cancel')
  @Requires('accounts.write')
  @Endpoint({
    summary: 'End a reading of the past; what was imported stays',
    response: HistorySyncResponse,
    errors: { 'not-found': SYNC_NOT_FOUND },
  })
  async cancel(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @IdParam('syncId') syncId: string,
  ): Promise<HistorySyncResponse> {
    return toHistorySyncResponse(await this.history.cancel(context, accountId, syncId));
  }
}
