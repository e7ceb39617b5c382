import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { ContactLists } from '../contacts/contact-lists.service';
import { ContactCountResponse } from '../dto/contact.response';
import {
  ChangeSegmentRequest,
  CreateSegmentRequest,
  SegmentListResponse,
  SegmentResponse,
  toSegmentResponse,
} from '../dto/segment.dto';
import { Segments } from './segments.service';

const NOT_FOUND = { 'not-found': 'SEGMENT.NOT_FOUND: no such segment, or that of somebody else alone.' };
const INVALID = 'SEGMENT.INVALID: `errors` names what is wrong.';

@ApiTags('Contact segments')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/segments')
export class SegmentsController {
  constructor(
    private readonly segments: Segments,
    private readonly lists: ContactLists,
  ) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({ summary: 'List the segments that are shared, and your own', response: SegmentListResponse })
  async list(@Ctx() context: RequestContext): Promise<SegmentListResponse> {
    return { items: (await this.segments.list(context)).map(toSegmentResponse) };
  }

  @Post()
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Save a filter as a segment',
    description: 'Who belongs to it is found anew each time. `GET …/contacts?segmentId=` lists them.',
    status: 201,
    response: SegmentResponse,
    errors: { invalid: INVALID },
  })
  async create(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() request: CreateSegmentRequest,
  ): Promise<SegmentResponse> {
    return toSegmentResponse(await this.segments.create(context, id, request));
  }

  @Get(':segmentId')
  @Requires('contacts.read')
  @Endpoint({ summary: 'Get a segment', response: SegmentResponse, errors: NOT_FOUND })
  async get(@Ctx() context: RequestContext, @IdParam('segmentId') segmentId: string): Promise<SegmentResponse> {
    return toSegmentResponse(await this.segments.get(context, segmentId));
  }

  @Get(':segmentId/count')
  @Requires('contacts.read')
  @Endpoint({
    summary: 'Count the contacts of a segment, up to 10,000',
    response: ContactCountResponse,
    errors: NOT_FOUND,
  })
  async count(@Ctx() context: RequestContext, @IdParam('segmentId') segmentId: string): Promise<ContactCountResponse> {
    return this.lists.count(context, { segmentId });
  }

  @Patch(':segmentId')
  @Requires('contacts.write')
  @Endpoint({ summary: 'Change a segment', response: SegmentResponse, errors: { ...NOT_FOUND, invalid: INVALID } })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('segmentId') segmentId: string,
    @Body() request: ChangeSegmentRequest,
  ): Promise<SegmentResponse> {
    return toSegmentResponse(await this.segments.change(context, segmentId, request));
  }

  @Delete(':segmentId')
  @Requires('contacts.write')
  @Endpoint({ summary: 'Remove a segment; its contacts stay', status: 204, errors: NOT_FOUND })
  async remove(@Ctx() context: RequestContext, @IdParam('segmentId') segmentId: string): Promise<void> {
    await this.segments.remove(context, segmentId);
  }
}
