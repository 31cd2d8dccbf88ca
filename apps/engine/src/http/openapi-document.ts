import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { NodeCounts } from '../journeys/journey.dto.js';
import { PORT_TOKENS } from '../ports.js';
import { CONTROLLERS } from './controllers.js';

/** What the controllers' constructors ask for, empty: preview mode reads their decorators and calls nothing. */
const hollow = CONTROLLERS.flatMap(
  (controller) => (Reflect.getMetadata('design:paramtypes', controller) as (new () => object)[] | undefined) ?? [],
)
  .map((provide: symbol | (new () => object)) => ({ provide, useValue: {} }))
  .concat(Object.values(PORT_TOKENS).map((provide) => ({ provide, useValue: {} })));

@Module({ controllers: CONTROLLERS, providers: hollow })
class Described {}

/** Describes the API from the decorators of its controllers; needs no database. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  const app = await NestFactory.create(Described, { preview: true, abortOnError: false, logger: false });
  const info = new DocumentBuilder()
    .setTitle('Sojourn')
    .setDescription(
      'Journeys, contacts and everything the studio does. Moments are epoch milliseconds. The workspace comes from the session or the key.',
    )
    .setVersion('1')
    .addCookieAuth(
      'sojourn_session',
      { type: 'apiKey', in: 'cookie', description: 'Writes also need the header `x-csrf-token`.' },
      'session',
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A secret key, `sk_...`.' }, 'secretKey')
    .addBasicAuth(
      { type: 'http', scheme: 'basic', description: 'A write key, `wk_...`, as user name; the password is empty.' },
      'writeKey',
    )
    .build();
  const document = SwaggerModule.createDocument(app, info, {
    operationIdFactory: (_, method) => method,
    extraModels: [NodeCounts],
  });
  await app.close();
  return document;
}
