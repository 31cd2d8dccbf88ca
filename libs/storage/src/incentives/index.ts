export * as collections from './collections.js';
export * as couponCodes from './codes.js';
export * as couponPools from './pools.js';
