import { expect, it } from 'vitest'
import { staleModels } from './prismaModels.ts'

it('the committed Prisma models are what the definitions of the elements say (else: npm run generate)', () => {
  expect(staleModels().map(({ file }) => file)).toEqual([])
})
