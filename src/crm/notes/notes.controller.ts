import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { ContactId, RequestContext } from '../../shared/kernel';
import {
  ContactNotePageResponse,
  ContactNoteRequest,
  ContactNoteResponse,
  NewContactNoteRequest,
  NoteEditListResponse,
  toContactNotePageResponse,
  toContactNoteResponse,
  toNoteEditListResponse,
} from '../dto/contact-note.dto';
import { NotesService } from './notes.service';

const NO_CONTACT = 'CONTACT.NOT_FOUND: no such contact in this workspace.';
const NOT_FOUND = 'CONTACT_NOTE.NOT_FOUND: no such note about this contact.';
const INVALID = 'CONTACT_NOTE.INVALID: the text is empty or too long, or names somebody who is no member.';

@ApiTags('Contacts')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/contacts/:contactId/notes')
export class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({
    summary: 'List the notes about a contact, newest first',
    response: ContactNotePageResponse,
    errors: { 'not-found': NO_CONTACT },
  })
  async list(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: ContactId,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<ContactNotePageResponse> {
    return toContactNotePageResponse(await this.notes.list(context, contactId, limit, cursor));
  }

  @Post()
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Write a note about a contact',
    status: 201,
    response: ContactNoteResponse,
    errors: { 'not-found': NO_CONTACT, invalid: INVALID },
  })
  async add(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: ContactId,
    @Body() request: NewContactNoteRequest,
  ): Promise<ContactNoteResponse> {
    return toContactNoteResponse(await this.notes.add(context, contactId, request));
  }

  @Get(':noteId/edits')
  @Requires('contacts.read')
  @Endpoint({
    summary: 'What a note said before it was changed',
    response: NoteEditListResponse,
    errors: { 'not-found': NOT_FOUND },
  })
  async edits(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: ContactId,
    @IdParam('noteId') noteId: string,
  ): Promise<NoteEditListResponse> {
    return toNoteEditListResponse(await this.notes.editsOf(context, contactId, noteId));
  }

  @Patch(':noteId')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Change the text of a note, or whom it names',
    response: ContactNoteResponse,
    errors: { 'not-found': NOT_FOUND, invalid: INVALID },
  })
  async edit(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: ContactId,
    @IdParam('noteId') noteId: string,
    @Body() request: ContactNoteRequest,
  ): Promise<ContactNoteResponse> {
    return toContactNoteResponse(await this.notes.edit(context, contactId, noteId, request));
  }

  @Delete(':noteId')
  @Requires('contacts.write')
  @Endpoint({ summary: 'Remove a note with all that it ever said', status: 204, errors: { 'not-found': NOT_FOUND } })
  remove(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: ContactId,
    @IdParam('noteId') noteId: string,
  ): Promise<void> {
    return this.notes.remove(context, contactId, noteId);
  }
}
