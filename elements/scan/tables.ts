import type { SchemaDefinition } from '#elements/contract.ts'

/** Two-photon scans: how they were acquired, and of which fields. Element Calcium Imaging, schema scan. */
export const scanSchema: SchemaDefinition = {
  name: 'scan',
  tables: [
    {
      name: 'AcquisitionSoftware',
      tier: 'lookup',
      definition: `# Program that wrote a scan
        acq_software              : varchar(24)    # name of the program`,
      contents: ['ScanImage', 'Scanbox', 'NIS', 'PrairieView'].map((acq_software) => ({ acq_software })),
    },
    {
      name: 'Channel',
      tier: 'lookup',
      definition: `# Recorded colour channel
        channel                   : tinyint        # number of the channel in the files, from 0`,
      contents: [0, 1, 2, 3, 4].map((channel) => ({ channel })),
    },
    {
      name: 'Scan',
      tier: 'manual',
      definition: `# One acquisition with a microscope during a session
        -> session.Session
        scan_id                   : int            # number of the scan in this session
        ---
        -> [nullable] lab.Device
        -> AcquisitionSoftware
        scan_notes = ''           : varchar(4095)  # free text`,
    },
    {
      name: 'ScanLocation',
      tier: 'manual',
      definition: `# Place where a scan was made
        -> Scan
        ---
        -> lab.Location`,
    },
    {
      name: 'ScanInfo',
      tier: 'imported',
      definition: `# What the files of a scan say about it
        -> Scan
        ---
        nfields                   : tinyint        # number of fields
        nchannels                 : tinyint        # number of recorded channels
        ndepths                   : int            # number of depths
        nframes                   : int            # frames of each field and channel
        nrois                     : tinyint        # number of regions of a multi-region scan, else 0
        x = null                  : float          # µm, of the stage or motor
        y = null                  : float          # µm, of the stage or motor
        z = null                  : float          # µm, of the stage or motor
        fps                       : float          # frames of each field per second, Hz
        bidirectional             : bool           # 1 when lines are scanned in both directions
        usecs_per_line = null     : float          # µs per line
        fill_fraction = null      : float          # fraction of a line's time in which it is recorded, 0 to 1
        scan_datetime = null      : datetime       # start of the scan, local time of the laboratory
        scan_duration = null      : float          # length of the scan, s
        bidirectional_z = null    : bool           # 1 when volumes are scanned up and down`,
    },
    {
      name: 'ScanInfo.Field',
      definition: `# Fields of a scan, one per depth or region
        -> master
        field_idx                 : int            # number of the field, from 0
        ---
        px_height                 : smallint       # lines
        px_width                  : smallint       # pixels per line
        um_height = null          : float          # µm, height of the field
        um_width = null           : float          # µm, width of the field
        field_x = null            : float          # µm, centre of the field, of the stage or motor
        field_y = null            : float          # µm, centre of the field, of the stage or motor
        field_z = null            : float          # µm, depth of the field, of the stage or motor
        delay_image = null        : <blob>         # ms from the start of a frame, one per pixel
        roi = null                : int            # number of the region of a multi-region scan`,
    },
    {
      name: 'ScanInfo.ScanFile',
      definition: `# Files of a scan
        -> master
        file_path                 : varchar(255)   # path below a data root, with forward slashes`,
    },
    {
      name: 'ScanQualityMetrics',
      tier: 'computed',
      keySource: 'scan.ScanInfo.ScanFile',
      definition: `# Quality of the frames of a field
        -> ScanInfo.Field`,
    },
    {
      name: 'ScanQualityMetrics.Frames',
      definition: `# Brightness of the frames of a field in one channel
        -> master
        -> Channel
        ---
        min_intensity             : <blob>         # lowest value of each frame
        mean_intensity            : <blob>         # mean of each frame
        max_intensity             : <blob>         # highest value of each frame
        contrast                  : <blob>         # 99th minus 1st percentile of each frame`,
    },
  ],
}
