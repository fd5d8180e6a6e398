import { expect, test } from 'vitest'
import { assertNode } from './nodeVersion.mjs'

test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('Node %s is new enough', (version) => {
  expect(() => assertNode(version)).not.toThrow()
})

test.each(['14.21.3', '18.20.8', '20.18.3'])('Node %s is refused, with the cure', (version) => {
  expect(() => assertNode(version)).toThrow(`it needs Node 20.19 or newer, and this is ${version}`)
})
