export { floatsOf, type Matrix, matrixOf, numbersOf } from './numbersOf.ts'
export { nearestAncestor, nearestDescendant, nearestRelative, offers } from './relatedTables.ts'
export { secondsBetween } from './secondsBetween.ts'
export { loadSessionMarks } from './sessionMarks.ts'
