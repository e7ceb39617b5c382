import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { wishesOf } from '../domain/inbox-wishes';
import {
  AddSavedViewRequest,
  ChangeSavedViewRequest,
  SavedViewListResponse,
  SavedViewResponse,
  toSavedViewResponse,
  ViewCountListResponse,
} from '../dto/saved-view.dto';
import { SavedViews } from './saved-views.service';

const NOT_FOUND = { 'not-found': 'VIEW.NOT_FOUND: no such view of the team, or of yours.' };
const INVALID = { invalid: 'INBOX.SORT: the filter has an order of its own, or two of them have.' };

@ApiTags('Inbox views')
@Controller('v1/workspaces/:workspaceId/inbox-views')
export class SavedViewsController {
  constructor(private readonly views: SavedViews) {}

  @Get()
  @Requires('conversations.read')
  @Endpoint({ summary: 'List views of the team and your own', response: SavedViewListResponse })
  async list(@Ctx() context: RequestContext): Promise<SavedViewListResponse> {
    return { items: (await this.views.list(context)).map(toSavedViewResponse) };
  }

  @Get('counts')
  @Requires('conversations.read')
  @Endpoint({ summary: 'How many conversations each view shows', response: ViewCountListResponse })
  async counts(@Ctx() context: RequestContext): Promise<ViewCountListResponse> {
    return { items: await this.views.counts(context) };
  }

  @Post()
  @Requires('conversations.write')
  @Endpoint({
    summary: 'Keep a view of the inbox, for the team or for yourself',
    response: SavedViewResponse,
    status: 201,
    errors: { ...INVALID, conflict: 'VIEW.FULL: there are 30.' },
  })
  async add(
    @Ctx() context: RequestContext,
    @Body() { name, filter, own = false }: AddSavedViewRequest,
  ): Promise<SavedViewResponse> {
    return toSavedViewResponse(await this.views.add(context, name, wishesOf(filter), own));
  }

  @Patch(':viewId')
  @Requires('conversations.write')
  @Endpoint({ summary: 'Change a view', response: SavedViewResponse, errors: { ...NOT_FOUND, ...INVALID } })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('viewId') id: string,
    @Body() { name, filter }: ChangeSavedViewRequest,
  ): Promise<SavedViewResponse> {
    const wanted = {
      ...(name === undefined ? {} : { name }),
      ...(filter === undefined ? {} : { wishes: wishesOf(filter) }),
    };
    return toSavedViewResponse(await this.views.change(context, id, wanted));
  }

  @Delete(':viewId')
  @Requires('conversations.write')
  @Endpoint({ summary: 'Remove a view', status: 204, errors: NOT_FOUND })
  async remove(@Ctx() context: RequestContext, @IdParam('viewId') id: string): Promise<void> {
    await this.views.remove(context, id);
  }
}
