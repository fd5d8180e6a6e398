/** Databases of the bench's own servers begin with it, as the product's do. */
export const prefix = 'labbook_'
