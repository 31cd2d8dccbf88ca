/** What a plugin's `product` range is held against; a spec holds it to the root's package.json. */
export const PRODUCT_VERSION = '0.1.0';
