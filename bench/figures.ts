import { calciumLoadFigure } from './calcium/load.ts'
import { calciumPageFigure } from './calcium/page.ts'
import { decodeFigure } from './core/decode.ts'
import { fetchFigure } from './core/fetch.ts'
import { insertFigure } from './core/insert.ts'
import { introspectFigure } from './core/introspect.ts'
import { populateFigure } from './core/populate.ts'
import { streamFigure } from './core/stream.ts'
import { ephysLoadFigure } from './ephys/load.ts'
import { ephysPageFigure } from './ephys/page.ts'
import type { Figure } from './figure.ts'
import { fuzzFigure } from './fuzz/fuzz.ts'

/** Everything that is measured, in this order. */
export const figures: readonly Figure[] = [
  fetchFigure,
  insertFigure,
  populateFigure,
  decodeFigure,
  introspectFigure,
  streamFigure,
  fuzzFigure,
  ephysLoadFigure,
  ephysPageFigure,
  calciumLoadFigure,
  calciumPageFigure,
]
