import { DISCLOSURE, links, type ShippedTemplate, WAY_TO_PERSON } from './shipped-template';

const HOUR = 3_600;

export const salonBooking: ShippedTemplate = {
  templateId: 'salon-booking',
  name: 'Salon booking',
  description: 'Takes a wish for an appointment: service, day, time of day and phone number; the team confirms it.',
  display: {
    outcome: 'Wishes for appointments arrive complete, at any hour.',
    goal: 'Bookings',
    industry: 'Salons',
    setupTime: '5 minutes',
    collects: ['service', 'day', 'time of day', 'phone number'],
    icon: 'scissors',
    previewConversation: [
      { from: 'customer', message: 'I would like to book' },
      { from: 'bot', message: 'Lovely! What would you like to have done?' },
      { from: 'customer', message: 'Colour' },
      { from: 'bot', message: 'Which day suits you? For example 2026-03-14.' },
    ],
  },
  exposedFields: [
    {
      key: 'salonName',
      label: 'Name of the salon',
      type: 'string',
      defaultValue: 'our salon',
      validation: { min: 1, max: 60 },
      ui: { order: 1 },
    },
    {
      key: 'services',
      label: 'Services',
      type: 'json',
      description: 'Two to thirteen services, each with a short title.',
      ui: { order: 2, widget: 'choices' },
      source: { nodeId: 'service', path: 'slot.choices' },
    },
    {
      key: 'confirmWithinHours',
      label: 'The team confirms within so many hours',
      type: 'number',
      defaultValue: 4,
      validation: { min: 1, max: 72 },
      ui: { order: 3 },
      source: { nodeId: 'task', path: 'dueInHours' },
    },
  ],
  definition: {
    settings: { disclosure: { text: DISCLOSURE } },
    nodes: [
      ...WAY_TO_PERSON,
      {
        id: 'start',
        type: 'trigger',
        position: { x: 0, y: 0 },
        data: {
          label: 'Wants an appointment',
          match: { mode: 'keywords', keywords: ['book', 'booking', 'appointment', 'reserve'] },
          exclude: ['cancel'],
        },
      },
      { id: 'who', type: 'lookup_profile', position: { x: 240, y: 0 }, data: {} },
      {
        id: 'service',
        type: 'collect_input',
        position: { x: 480, y: 0 },
        data: {
          text: 'Lovely{% if contact.name %}, {{ contact.name | truncate: 60 }}{% endif %}! What would you like to have done?',
          retryText: 'Please choose one of these:',
          slot: {
            type: 'choice',
            choices: [
              { id: 'cut', title: 'Cut' },
              { id: 'colour', title: 'Colour' },
              { id: 'styling', title: 'Styling' },
            ],
          },
          storeAs: 'service',
          timeoutSeconds: 3 * HOUR,
        },
      },
      {
        id: 'day',
        type: 'collect_input',
        position: { x: 720, y: 0 },
        data: {
          text: 'Which day suits you? For example {{ time.date }}.',
          retryText: 'I could not read that as a day to come. Please write it like {{ time.date }}.',
          slot: { type: 'date', earliest: 'today' },
          storeAs: 'day',
          timeoutSeconds: 3 * HOUR,
        },
      },
      {
        id: 'daytime',
        type: 'collect_input',
        position: { x: 960, y: 0 },
        data: {
          text: 'And at what time of day?',
          slot: {
            type: 'choice',
            choices: [
              { id: 'morning', title: 'Morning' },
              { id: 'afternoon', title: 'Afternoon' },
              { id: 'evening', title: 'Evening' },
            ],
          },
          storeAs: 'daytime',
          timeoutSeconds: 3 * HOUR,
        },
      },
      {
        id: 'phone',
        type: 'collect_input',
        position: { x: 1_200, y: 0 },
        data: {
          text: 'At which number can we reach you? With the country code, please.',
          retryText: 'That does not look like a phone number. Please write it like +351 912 345 678.',
          slot: { type: 'phone' },
          storeAs: 'phone',
          saveTo: 'phone',
          timeoutSeconds: 3 * HOUR,
        },
      },
      {
        id: 'booking',
        type: 'capture_goal',
        position: { x: 1_440, y: 0 },
        data: {
          goal: 'booking',
          fields: {
            service: '{{ vars.service }}',
            day: '{{ vars.day }}',
            daytime: '{{ vars.daytime }}',
            phone: '{{ vars.phone }}',
          },
        },
      },
      {
        id: 'task',
        type: 'create_task',
        position: { x: 1_680, y: 0 },
        data: {
          title:
            'Confirm: {{ vars.service | truncate: 40 }}, {{ vars.day | truncate: 20 }}, {{ vars.daytime | truncate: 20 }}',
          details: 'Phone: {{ vars.phone }}',
          dueInHours: 4,
          priority: 'high',
        },
      },
      { id: 'tag', type: 'update_contact', position: { x: 1_920, y: 0 }, data: { addTags: ['booking'] } },
      {
        id: 'done',
        type: 'send_message',
        position: { x: 2_160, y: 0 },
        data: {
          text:
            'Thank you! {{ vars.service | truncate: 40 }} on {{ vars.day | truncate: 20 }}, ' +
            '{{ vars.daytime | truncate: 20 | downcase }}. {{ config.salonName | truncate: 60 }} will confirm it.',
        },
      },
      {
        id: 'nudge',
        type: 'send_message',
        position: { x: 960, y: 320 },
        data: { text: 'Whenever you like to go on, write "book".' },
      },
      {
        id: 'stuck',
        type: 'handoff',
        position: { x: 960, y: 480 },
        data: {
          reason: 'Could not complete a booking',
          text: 'Let us do this in person: one of us will write to you.',
        },
      },
    ],
    edges: links(
      'want-person -> person',
      'start -> who',
      'who -> service',
      'service -> day',
      'service.failed -> stuck',
      'service.timeout -> nudge',
      'day -> daytime',
      'day.failed -> stuck',
      'day.timeout -> nudge',
      'daytime -> phone',
      'daytime.failed -> stuck',
      'daytime.timeout -> nudge',
      'phone -> booking',
      'phone.failed -> stuck',
      'phone.timeout -> nudge',
      'booking -> task',
      'task -> tag',
      'tag -> done',
    ),
  },
  tests: [
    {
      name: 'a complete booking',
      persona: { name: 'Ana' },
      config: { salonName: 'Salon Sol' },
      at: '2026-03-09T10:00:00Z',
      steps: [
        { say: 'I would like to book' },
        {
          expect: {
            reply: { contains: 'Lovely, Ana! What would you like to have done?' },
            buttons: ['Cut', 'Colour', 'Styling'],
          },
        },
        { tap: 'Colour' },
        { expect: { replies: ['Which day suits you? For example 2026-03-09.'] } },
        { say: '2026-03-14' },
        { tap: 'Afternoon' },
        { say: '+351 912 345 678' },
        {
          expect: {
            reply: { contains: 'Colour on 2026-03-14, afternoon. Salon Sol will confirm it.' },
            goals: ['booking'],
            task: { contains: 'Colour' },
            contact: { tags: ['booking'], phone: '+351912345678' },
            status: 'completed',
          },
        },
      ],
    },
    {
      name: 'a day that is over, and words instead of buttons',
      at: '2026-03-09T10:00:00Z',
      steps: [
        { say: 'appointment please' },
        { say: 'colour' },
        { say: '2026-03-01' },
        { expect: { reply: { contains: 'a day to come' } } },
        { say: '2026-03-10' },
        { expect: { buttons: ['Morning', 'Afternoon', 'Evening'] } },
      ],
    },
    {
      name: 'services of the salon’s own',
      config: {
        services: [
          { id: 'nails', title: 'Nails' },
          { id: 'brows', title: 'Brows' },
        ],
      },
      steps: [{ say: 'book' }, { expect: { buttons: ['Nails', 'Brows'] } }],
    },
    {
      name: 'nobody answers',
      steps: [
        { say: 'book' },
        { expect: { status: 'waiting' } },
        { wait: '4h' },
        { expect: { replies: [{ contains: 'write "book"' }], status: 'completed' } },
      ],
    },
    {
      name: 'somebody who cannot be understood gets a person',
      steps: [
        { say: 'book' },
        { say: 'hm' },
        { say: 'well' },
        { say: 'no' },
        { expect: { handedOff: true, reply: { contains: 'in person' } } },
      ],
    },
    { name: 'a cancellation is not a booking', steps: [{ say: 'cancel my booking' }, { expect: { noReply: true } }] },
    { name: 'a person at once', steps: [{ say: 'an agent please' }, { expect: { handedOff: true } }] },
  ],
};
