import type { SchemaDefinition } from '#elements/contract.ts'

/**
 * Cells found in two-photon scans and their activity, from a finished result of Suite2p or CaImAn. Element Calcium Imaging,
 * schema imaging without a Curation table, as upstream since 0.11. One attribute is ours: field_idx of a mask.
 */
export const imagingSchema: SchemaDefinition = {
  name: 'imaging',
  tables: [
    {
      name: 'ProcessingMethod',
      tier: 'lookup',
      definition: `# Program that finds cells
        processing_method         : char(8)        # short name, e.g. suite2p
        ---
        processing_method_desc    : varchar(1000)  # what it is`,
      contents: ['suite2p', 'caiman', 'extract'].map((processing_method) => ({
        processing_method,
        processing_method_desc: `${processing_method} analysis suite`,
      })),
    },
    {
      name: 'ProcessingParamSet',
      tier: 'lookup',
      definition: `# Parameters that a program is run with
        paramset_idx              : smallint       # number of the parameter set
        ---
        -> ProcessingMethod
        paramset_desc             : varchar(1280)  # what is special about it
        param_set_hash            : uuid           # computed from the parameters
        unique index (param_set_hash)
        params                    : <blob>         # names and values of all parameters`,
    },
    {
      name: 'CellCompartment',
      tier: 'lookup',
      definition: `# Part of a cell that can be imaged
        cell_compartment          : char(16)       # e.g. axon`,
      contents: ['axon', 'soma', 'bouton'].map((cell_compartment) => ({ cell_compartment })),
    },
    {
      name: 'MaskType',
      tier: 'lookup',
      definition: `# What a mask shows
        mask_type                 : varchar(16)    # e.g. soma`,
      contents: ['soma', 'axon', 'dendrite', 'neuropil', 'artefact', 'unknown'].map((mask_type) => ({ mask_type })),
    },
    {
      name: 'ProcessingTask',
      tier: 'manual',
      definition: `# Scan to be processed, or processed already, with a parameter set
        -> scan.Scan
        -> ProcessingParamSet
        ---
        processing_output_dir     : varchar(255)   # folder of the result below a data root, with forward slashes
        task_mode = 'load'        : enum('load', 'trigger')  # load reads a finished result, trigger runs the program`,
    },
    {
      name: 'Processing',
      tier: 'computed',
      keySource: 'scan.ScanInfo',
      definition: `# Finished result
        -> ProcessingTask
        ---
        processing_time           : datetime       # moment the result was made, local time
        package_version = ''      : varchar(16)    # version of the program, where known`,
    },
    {
      name: 'MotionCorrection',
      tier: 'imported',
      definition: `# Motion of the tissue during a scan
        -> Processing
        ---
        -> scan.Channel.proj(motion_correct_channel='channel')`,
    },
    {
      name: 'MotionCorrection.RigidMotionCorrection',
      definition: `# Shifts of whole frames
        -> master
        ---
        outlier_frames = null     : <blob>         # 1 for frames with too much motion, one per frame
        y_shifts                  : <blob>         # px, one per frame, of several planes [plane, frame]
        x_shifts                  : <blob>         # px, one per frame, of several planes [plane, frame]
        z_shifts = null           : <blob>         # px, one per frame
        y_std                     : float          # px, standard deviation of the shifts
        x_std                     : float          # px, standard deviation of the shifts
        z_std = null              : float          # px, standard deviation of the shifts`,
    },
    {
      name: 'MotionCorrection.NonRigidMotionCorrection',
      definition: `# Grid of blocks that were shifted for themselves
        -> master
        ---
        outlier_frames = null     : <blob>         # 1 for frames with too much motion, one per frame
        block_height              : int            # px, height of a block
        block_width               : int            # px, width of a block
        block_depth               : int            # planes of a block
        block_count_y             : int            # blocks from top to bottom
        block_count_x             : int            # blocks from left to right
        block_count_z             : int            # blocks along the depth`,
    },
    {
      name: 'MotionCorrection.Block',
      definition: `# Shifts of one block
        -> MotionCorrection.NonRigidMotionCorrection
        block_id                  : int            # number of the block, from 0
        ---
        block_y                   : <blob>         # px, first and last line
        block_x                   : <blob>         # px, first and last column
        block_z                   : <blob>         # first and last plane
        y_shifts                  : <blob>         # px, one per frame
        x_shifts                  : <blob>         # px, one per frame
        z_shifts = null           : <blob>         # px, one per frame
        y_std                     : float          # px, standard deviation of the shifts
        x_std                     : float          # px, standard deviation of the shifts
        z_std = null              : float          # px, standard deviation of the shifts`,
    },
    {
      name: 'MotionCorrection.Summary',
      definition: `# Images of a field after correction, y by x
        -> master
        -> scan.ScanInfo.Field
        ---
        ref_image                 : <blob>         # image that frames were aligned to
        average_image             : <blob>         # mean of all frames
        correlation_image = null  : <blob>         # correlation of each pixel with its neighbours
        max_proj_image = null     : <blob>         # highest value of each pixel`,
    },
    {
      name: 'Segmentation',
      tier: 'computed',
      definition: `# Masks that were found in a scan
        -> Processing`,
    },
    {
      name: 'Segmentation.Mask',
      definition: `# Mask of a cell or of what looks like one
        -> master
        mask                      : smallint       # number of the mask, counted over all planes from 0
        ---
        -> scan.Channel.proj(segmentation_channel='channel')
        mask_npix                 : int            # number of pixels
        mask_center_x             : int            # px, column of the centre
        mask_center_y             : int            # px, line of the centre
        mask_center_z = null      : int            # number of the plane
        mask_xpix                 : <blob>         # columns of the pixels
        mask_ypix                 : <blob>         # lines of the pixels
        mask_zpix = null          : <blob>         # planes of the pixels
        mask_weights              : <blob>         # weight of each pixel
        field_idx = null          : int            # number of the field that the mask lies in, of scan.ScanInfo.Field`,
    },
    {
      name: 'MaskClassificationMethod',
      tier: 'lookup',
      definition: `# Who or what judges masks
        mask_classification_method : varchar(48)   # name of the classifier`,
      contents: ['suite2p_default_classifier', 'caiman_default_classifier'].map((mask_classification_method) => ({
        mask_classification_method,
      })),
    },
    {
      name: 'MaskClassification',
      tier: 'computed',
      definition: `# Verdicts of one classifier on the masks of a scan
        -> Segmentation
        -> MaskClassificationMethod`,
    },
    {
      name: 'MaskClassification.MaskType',
      definition: `# Masks that are what a classifier looks for
        -> master
        -> Segmentation.Mask
        ---
        -> MaskType
        confidence = null         : float          # probability, 0 to 1`,
    },
    {
      name: 'Fluorescence',
      tier: 'computed',
      definition: `# Brightness of masks over time
        -> Segmentation`,
    },
    {
      name: 'Fluorescence.Trace',
      definition: `# Brightness of a mask in one channel
        -> master
        -> Segmentation.Mask
        -> scan.Channel.proj(fluo_channel='channel')
        ---
        fluorescence                : <blob>       # arbitrary units, one per frame
        neuropil_fluorescence=null  : <blob>       # arbitrary units, of the surround, one per frame`,
    },
    {
      name: 'ActivityExtractionMethod',
      tier: 'lookup',
      definition: `# How activity is inferred from brightness
        extraction_method         : varchar(32)    # name that begins with that of the program`,
      contents: ['suite2p_deconvolution', 'caiman_deconvolution', 'caiman_dff'].map((extraction_method) => ({
        extraction_method,
      })),
    },
    {
      name: 'Activity',
      tier: 'computed',
      keySource: `imaging.ProcessingParamSet * imaging.ActivityExtractionMethod & "(processing_method = 'suite2p' AND extraction_method LIKE 'suite2p%') OR (processing_method = 'caiman' AND extraction_method LIKE 'caiman%')"`,
      definition: `# Activity that was inferred by one method
        -> Fluorescence
        -> ActivityExtractionMethod`,
    },
    {
      name: 'Activity.Trace',
      definition: `# Activity of a mask
        -> master
        -> Fluorescence.Trace
        ---
        activity_trace            : <blob>         # arbitrary units, of caiman_dff the relative change, one per frame`,
    },
    {
      name: 'ProcessingQualityMetrics',
      tier: 'computed',
      definition: `# Quality of masks and traces
        -> Fluorescence`,
    },
    {
      name: 'ProcessingQualityMetrics.Mask',
      definition: `# Metrics of the shape of a mask
        -> master
        -> Segmentation.Mask
        ---
        mask_area = null          : float          # µm², area of the mask
        roundness                 : float          # mean of the two variances of the pixels over the larger, 0.5 to 1`,
    },
    {
      name: 'ProcessingQualityMetrics.Trace',
      definition: `# Metrics of the trace of a mask
        -> master
        -> Fluorescence.Trace
        ---
        skewness                  : float          # of the raw trace
        variance                  : float          # of the raw trace, squared units of the trace`,
    },
  ],
}
