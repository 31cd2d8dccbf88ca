/* eslint-disable */ export class CollectionService { [k: string]: any }
