import { ApiParam } from '@nestjs/swagger';

/** Says in the document what stands in the path. */
export const WithPlugin = (name = 'id'): MethodDecorator => ApiParam({ name, schema: { type: 'string', example: 'acme.weather' }, description: "A plugin's id." }); // prettier-ignore
export const WithName = (): MethodDecorator => ApiParam({ name: 'name', schema: { type: 'string', example: 'api' }, description: 'The credential as the manifest calls it.' }); // prettier-ignore
