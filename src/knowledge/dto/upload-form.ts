/** What Swagger shows of a route that takes a file. */
export const UPLOAD_FORM = {
  schema: {
    type: 'object',
    required: ['file'],
    properties: {
      file: { type: 'string', format: 'binary', description: 'At most 10 MB.' },
      title: { type: 'string', maxLength: 200, description: 'The name of the file when absent.' },
      tags: { type: 'string', description: 'Separated by commas.' },
    },
  },
};
