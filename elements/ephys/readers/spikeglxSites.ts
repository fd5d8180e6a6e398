import type { Problem } from '#elements/contract.ts'
import { electrodeAt, electrodeInRow, type Layout, type Site, siteOf } from '#elements/probe/index.ts'
import type { Imro } from './imro.ts'
import { type Meta, parseMetaTable } from './spikeglxMeta.ts'

type Sources = {
  readonly meta: Meta
  readonly imro: Imro | undefined
  readonly layout: Layout | undefined
  /** Acquired number of each saved channel of the stream. */
  readonly originals: readonly number[]
  /** Number of acquired channels of the stream. */
  readonly acquired: number
}

/** Place of a channel by one of the maps: shank, then µm or column and row. */
type Place = {
  readonly shank: number
  readonly x?: number
  readonly y?: number
  readonly column?: number
  readonly row?: number
}

/**
 * The site of each saved channel: from the imro table by original number, else from the geometry or shank map, which are
 * also compared with it. Probes of unknown layout get the positions of the geometry map.
 */
export const channelSites = (sources: Sources, problems: Problem[]): (Site | undefined)[] => {
  const places = readPlaces(sources)
  const { imro, layout, originals } = sources
  const electrodes = originals.map((original, index) => {
    const mapped = places[index] && layout && electrodeOfPlace(layout, places[index])
    return { fromImro: electrodeOfImro(imro, layout, original), fromMap: mapped }
  })
  const differing = electrodes.filter(({ fromImro, fromMap }) => (fromMap ?? fromImro) !== (fromImro ?? fromMap))
  if (differing.length > 0)
    problems.push({
      level: 'warning',
      message: `The site map and ~imroTbl differ for ${differing.length} channels (first: site ${differing[0]!.fromMap} against ${differing[0]!.fromImro}); ~imroTbl counts.`,
    })
  const sites = layout
    ? electrodes.map(({ fromImro, fromMap }) => siteOrNone(layout, fromImro ?? fromMap))
    : unknownLayoutSites(
        places,
        electrodes.map(({ fromImro }) => fromImro),
        geometryPitch(sources.meta),
      )
  reportSites(sites, problems)
  return sites
}

const siteOrNone = (layout: Layout, electrode: number | undefined) =>
  electrode === undefined ? undefined : siteOf(layout, electrode)

const electrodeOfImro = (imro: Imro | undefined, layout: Layout | undefined, original: number): number | undefined => {
  const entry = imro?.entries.get(original)
  if (entry?.electrode === undefined) return undefined
  if (entry.shank === 0) return entry.electrode
  return layout ? entry.shank * layout.sitesPerShank + entry.electrode : undefined
}

const electrodeOfPlace = (layout: Layout, place: Place): number | undefined =>
  place.column === undefined
    ? electrodeAt(layout, place.shank, place.x!, place.y!)
    : electrodeInRow(layout, place.shank, place.column, place.row!)

/** Both maps have an entry for each saved channel; files that list all acquired ones are looked up by original number. */
const readPlaces = ({ meta, originals, acquired }: Sources): (Place | undefined)[] => {
  const geometry = parseMetaTable(meta.get('~snsGeomMap')).slice(1)
  const shanks = parseMetaTable(meta.get('~snsShankMap')).slice(1)
  const rows = geometry.length > 0 ? geometry : shanks
  const places = rows.map((fields) => placeOf(fields.map(Number), rows === geometry))
  if (places.length === originals.length) return places
  return places.length === acquired ? originals.map((original) => places[original]) : []
}

const placeOf = ([shank, first, second]: readonly number[], isGeometry: boolean): Place | undefined => {
  if (![shank, first, second].every(Number.isFinite)) return undefined
  return isGeometry ? { shank: shank!, x: first!, y: second! } : { shank: shank!, column: first!, row: second! }
}

/** Third field of the head `(part,shanks,pitch,width)`, µm. */
const geometryPitch = (meta: Meta) => Number(parseMetaTable(meta.get('~snsGeomMap'))[0]?.[2] ?? 0) || 0

const unknownLayoutSites = (
  places: readonly (Place | undefined)[],
  electrodes: readonly (number | undefined)[],
  pitch: number,
): (Site | undefined)[] => {
  const levels = (of: (place: Place) => number | undefined) =>
    [...new Set(places.flatMap((place) => (place ? [of(place) ?? 0] : [])))].sort((a, b) => a - b)
  const xs = levels(({ x, column }) => x ?? column)
  const ys = levels(({ y, row }) => y ?? row)
  const numbered = electrodes.every((electrode) => electrode !== undefined)
  return places.map(
    (place, index) =>
      place && {
        electrode: numbered ? electrodes[index]! : index,
        shank: place.shank,
        shank_col: place.column ?? xs.indexOf(place.x!),
        shank_row: place.row ?? ys.indexOf(place.y!),
        x_coord: place.x === undefined ? null : place.shank * pitch + place.x,
        y_coord: place.y ?? null,
      },
  )
}

const reportSites = (sites: readonly (Site | undefined)[], problems: Problem[]) => {
  const known = sites.flatMap((site) => (site ? [site.electrode] : []))
  if (known.length < sites.length)
    problems.push({ level: 'warning', message: `The site of ${sites.length - known.length} channels is unknown.` })
  if (new Set(known).size < known.length)
    problems.push({ level: 'warning', message: 'Several channels are connected to one site.' })
}
