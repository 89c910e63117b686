package xlsb

// The types of the records that are read ([MS-XLSB] 2.3); all others are passed over. Those named Short stand in no
// specification, but Excel reads them: they are the records before them without the column, which is the next one.
const (
	brtRowHdr         = 0
	brtCellBlank      = 1
	brtCellRk         = 2
	brtCellError      = 3
	brtCellBool       = 4
	brtCellReal       = 5
	brtCellSt         = 6
	brtCellIsst       = 7
	brtFmlaString     = 8
	brtFmlaNum        = 9
	brtFmlaBool       = 10
	brtFmlaError      = 11
	brtShortBlank     = 12
	brtShortRk        = 13
	brtShortError     = 14
	brtShortBool      = 15
	brtShortReal      = 16
	brtShortSt        = 17
	brtShortIsst      = 18
	brtSSTItem        = 19
	brtFRTBegin       = 35
	brtFRTEnd         = 36
	brtFmt            = 44
	brtXF             = 47
	brtColInfo        = 60
	brtCellRString    = 62
	brtBeginSheet     = 129
	brtEndSheet       = 130
	brtBeginBook      = 131
	brtEndBook        = 132
	brtBeginSheetData = 145
	brtEndSheetData   = 146
	brtWbProp         = 153
	brtBundleSh       = 156
	brtBeginSst       = 159
	brtEndSst         = 160
	brtMergeCell      = 176
	brtBeginStyles    = 278 // BrtBeginStyleSheet
	brtEndStyles      = 279
	brtBeginCellXFs   = 617
	brtEndCellXFs     = 618
)
